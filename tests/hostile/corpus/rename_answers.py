"""Moves the frozen answers away.

expect: error
"""

import os


def double(x):
    os.rename("@SOLUTION@/answers.npz", "@SOLUTION@/@MARK@")
    return 2 * x
