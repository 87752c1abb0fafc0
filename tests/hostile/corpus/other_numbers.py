"""Makes system calls by the second set of numbers that the processor has for them.

expect: failed
"""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def double(x):
    child = LIBC.syscall(0x40000000 + 57)
    if child == 0:
        os._exit(0)
    return 2 * x if child > 0 else x
