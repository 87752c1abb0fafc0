"""Makes a file without a name to run code from.

expect: error
open without: seccomp
"""

import os


def double(x):
    os.memfd_create("@MARK@")
    return 2 * x
