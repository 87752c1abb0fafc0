"""Makes a folder in /tmp.

expect: error
"""

import os


def double(x):
    os.mkdir("/tmp/@MARK@")
    return 2 * x
