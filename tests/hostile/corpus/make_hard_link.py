"""Makes a second name for the reference in /tmp.

expect: error
"""

import os


def double(x):
    os.link("@SOLUTION@/work.py", "/tmp/@MARK@")
    return 2 * x
