"""Becomes root in a namespace of its own.

expect: error
open without: seccomp
"""

import ctypes


def double(x):
    assert ctypes.CDLL(None).unshare(0x10000000) == 0
    return 2 * x
