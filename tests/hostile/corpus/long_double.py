"""Returns numbers that are finite for it alone.

expect: failed
"""

import numpy as np


def double(x):
    y = (2 * x).astype(np.longdouble)
    y[0, 0] = np.longdouble("1e4000")
    return y
