"""Loads the frozen answers.

expect: error
"""

import numpy as np


def double(x):
    np.load("@SOLUTION@/answers.npz")
    return 2 * x
