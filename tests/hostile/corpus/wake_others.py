"""Wakes whoever waits on a page of the library: two workers that have it mapped could talk to each other like that.

expect: error
open without: seccomp
"""

import ctypes
import mmap
import os
import platform

WAKE = 1


def double(x):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    file = os.open(os.__file__, os.O_RDONLY)
    page = libc.mmap(None, mmap.PAGESIZE, mmap.PROT_READ, mmap.MAP_SHARED, file, 0)
    number = {"x86_64": 202, "aarch64": 98}[platform.machine()]
    assert libc.syscall(number, ctypes.c_void_p(page), WAKE, 1, 0, 0, 0) >= 0
    return 2 * x
