"""Sets a status flag on its empty input, which a later worker could read if that were the same one.

expect: error
open without: seccomp
"""

import fcntl
import os


def double(x):
    fcntl.fcntl(0, fcntl.F_SETFL, os.O_NONBLOCK)
    return 2 * x
