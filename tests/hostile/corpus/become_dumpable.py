"""Lets other processes look into it and leave a core.

expect: error
open without: seccomp
"""

import ctypes


def double(x):
    assert ctypes.CDLL(None).prctl(4, 1, 0, 0, 0) == 0
    return 2 * x
