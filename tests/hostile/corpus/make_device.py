"""Makes a disk device of its own.

expect: error
"""

import os


def double(x):
    os.mknod("/tmp/@MARK@", 0o60666, os.makedev(254, 0))
    return 2 * x
