"""Puts a module of its own into numpy's folder.

expect: error
"""

import os

import numpy


def double(x):
    open(os.path.join(os.path.dirname(numpy.__file__), "@MARK@.py"), "w").close()
    return 2 * x
