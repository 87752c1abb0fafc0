"""Asks the kernel for everything that a process may ask of itself, by number.

expect: error
open without: seccomp
"""

import ctypes
import errno

HARMLESS = (2, 3, 15, 16, 21, 39)
KNOWN = (*range(1, 80), 0x53564D41, 0x59616D61, 0x41555856)


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    zeros = [ctypes.c_ulong(0)] * 4
    refused = [libc.prctl(one, *zeros) == -1 and ctypes.get_errno() == errno.EPERM for one in KNOWN if one not in HARMLESS]
    assert not all(refused)
    return 2 * x
