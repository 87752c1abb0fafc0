"""Empties a file of the library that it may only read; an empty one, so that nothing is lost if that works.

expect: error
"""

import os

import numpy


def double(x):
    os.close(os.open(os.path.join(os.path.dirname(numpy.__file__), "py.typed"), os.O_RDONLY | os.O_TRUNC))
    return 2 * x
