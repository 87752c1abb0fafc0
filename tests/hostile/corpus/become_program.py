"""Becomes another program, which answers in its place.

expect: error
"""

import os


def double(x):
    os.execv("/bin/true", ["true"])
    return 2 * x
