"""Keeps memory from being swapped by a flag of mmap, which no list of calls sees.

expect: error
open without: limits
"""

import mmap

MAP_LOCKED = 0x2000


def double(x):
    mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_LOCKED)
    return 2 * x
