"""Changes which processors it runs on.

expect: error
open without: seccomp
"""

import os


def double(x):
    os.sched_setaffinity(0, {0})
    return 2 * x
