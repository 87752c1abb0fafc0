"""Reads how the zygote was started.

expect: error
open without: landlock
"""

import os


def double(x):
    assert open(f"/proc/{os.getppid()}/cmdline").read()
    return 2 * x
