"""Opens the zygote's memory for writing.

expect: error
"""

import os


def double(x):
    open(f"/proc/{os.getppid()}/mem", "r+b").close()
    return 2 * x
