"""Hopes that what is not a number differs from nothing.

expect: failed
"""

import numpy as np


def double(x):
    return np.full_like(x, np.nan)
