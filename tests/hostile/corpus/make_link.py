"""Makes a link to the reference in /tmp.

expect: error
"""

import os


def double(x):
    os.symlink("@SOLUTION@/work.py", "/tmp/@MARK@")
    return 2 * x
