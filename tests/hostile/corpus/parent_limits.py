"""Reads and lowers the zygote's limits.

expect: error
"""

import os
import resource


def double(x):
    limits = resource.prlimit(os.getppid(), resource.RLIMIT_CORE)
    resource.prlimit(os.getppid(), resource.RLIMIT_CORE, limits)
    return 2 * x
