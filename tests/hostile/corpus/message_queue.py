"""Leaves a message queue for the next submission.

expect: error
open without: seccomp
"""

import ctypes


def double(x):
    assert ctypes.CDLL(None).msgget(int("@KEY@"), 0o1666) >= 0
    return 2 * x
