"""Pages a mapped file of the library out, where a later worker could notice it.

expect: error
open without: seccomp
"""

import ctypes
import mmap
import os

import numpy


def double(x):
    file = os.open(numpy.__file__, os.O_RDONLY)
    mapped = mmap.mmap(file, 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE)
    assert ctypes.CDLL(None).madvise(ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(mapped))), 4096, 21) == 0
    return 2 * x
