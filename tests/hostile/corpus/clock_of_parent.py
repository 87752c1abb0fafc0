"""Reads the processor time that the zygote has used.

expect: error
open without: seccomp
"""

import os
import time


def double(x):
    time.clock_gettime((~os.getppid() << 3) | 2)
    return 2 * x
