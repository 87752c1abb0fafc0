"""Cancels its death with the zygote.

expect: error
open without: seccomp
"""

import ctypes


def double(x):
    assert ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) == 0
    return 2 * x
