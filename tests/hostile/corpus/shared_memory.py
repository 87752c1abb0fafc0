"""Leaves a block of shared memory for the next submission.

expect: error
open without: seccomp
"""

import ctypes


def double(x):
    assert ctypes.CDLL(None).shmget(int("@KEY@"), 4096, 0o1666) >= 0
    return 2 * x
