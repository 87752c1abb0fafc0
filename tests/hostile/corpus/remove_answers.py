"""Removes the frozen answers.

expect: error
"""

import os


def double(x):
    os.unlink("@SOLUTION@/answers.npz")
    return 2 * x
