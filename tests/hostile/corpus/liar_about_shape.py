"""Gives an array of another shape whose class says that it has the right one.

expect: failed
"""

import numpy as np


class Liar(np.ndarray):
    shape = property(lambda self: (2, 3))
    size = 6


def double(x):
    return np.zeros(5).view(Liar)
