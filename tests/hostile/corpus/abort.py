"""Aborts the process.

expect: error
"""

import os


def double(x):
    os.abort()
