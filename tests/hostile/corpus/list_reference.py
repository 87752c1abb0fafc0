"""Lists the reference's folder.

expect: error
"""

import os


def double(x):
    os.listdir("@SOLUTION@")
    return 2 * x
