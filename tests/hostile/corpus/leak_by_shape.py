"""Returns as many numbers as it was given.

expect: failed
"""

import numpy as np


def double(x):
    return np.ones(int(x[0, 0] * 100000))
