"""Asks for seventy gigabytes at once.

expect: error
needs: limits
"""

import numpy as np


def double(x):
    return np.zeros((70, 1 << 27)) + 1
