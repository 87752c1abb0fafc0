"""Lists what the grader has open.

expect: error
"""

import os


def double(x):
    os.listdir("/proc/" + "@GRADER@" + "/fd")
    return 2 * x
