"""Makes another folder its root.

expect: error
"""

import os


def double(x):
    os.chroot("/tmp")
    return 2 * x
