"""Attaches to the zygote as a debugger.

expect: error
"""

import ctypes
import os


def double(x):
    assert ctypes.CDLL(None).ptrace(0x4206, os.getppid(), None, None) == 0
    return 2 * x
