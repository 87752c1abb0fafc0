"""Makes itself more important than the others.

expect: error
open without: seccomp
"""

import os


def double(x):
    os.nice(1)
    return 2 * x
