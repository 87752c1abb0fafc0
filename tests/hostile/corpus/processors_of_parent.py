"""Asks whether a process is there by asking for its processors.

expect: error
open without: seccomp
"""

import os


def double(x):
    os.sched_getaffinity(os.getppid())
    return 2 * x
