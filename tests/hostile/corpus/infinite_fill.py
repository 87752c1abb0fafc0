"""Hopes that infinity is close to everything.

expect: failed
"""

import numpy as np


def double(x):
    return np.full_like(x, np.inf)
