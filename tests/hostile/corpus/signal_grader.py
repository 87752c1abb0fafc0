"""Sends the grader a signal.

expect: error
"""

import os


def double(x):
    os.kill(int("@GRADER@"), 0)
    return 2 * x
