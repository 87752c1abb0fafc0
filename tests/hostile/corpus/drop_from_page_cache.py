"""Drops a file of the library from the page cache, where a later worker could notice it.

expect: error
open without: seccomp
"""

import os

import numpy


def double(x):
    file = os.open(numpy.__file__, os.O_RDONLY)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    return 2 * x
