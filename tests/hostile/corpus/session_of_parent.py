"""Asks whether a process is there by asking for its session.

expect: error
open without: seccomp
"""

import os


def double(x):
    os.getsid(os.getppid())
    return 2 * x
