"""Crashes the process.

expect: error
"""

import ctypes


def double(x):
    ctypes.memset(0, 1, 1)
