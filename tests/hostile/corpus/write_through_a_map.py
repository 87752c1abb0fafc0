"""Maps a file of the library that all workers share and makes the pages writable afterwards.

expect: error
"""

import ctypes
import mmap
import os

READ, WRITE = 1, 2


def double(x):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    file = os.open(os.__file__, os.O_RDONLY)
    page = libc.mmap(None, mmap.PAGESIZE, READ, mmap.MAP_SHARED, file, 0)
    assert libc.mprotect(ctypes.c_void_p(page), mmap.PAGESIZE, READ | WRITE) == 0
    return 2 * x
