"""Leaves a start-up file in the home folder.

expect: error
"""

import os


def double(x):
    open(os.path.expanduser("~/@MARK@"), "w").close()
    return 2 * x
