"""Reads the zygote's environment.

expect: error
"""

import os


def double(x):
    open(f"/proc/{os.getppid()}/environ", "rb").read()
    return 2 * x
