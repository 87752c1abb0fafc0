"""Reads the zygote's memory.

expect: error
"""

import os


def double(x):
    open(f"/proc/{os.getppid()}/mem", "rb").read(1)
    return 2 * x
