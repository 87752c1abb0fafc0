"""Has an entry that is no number at the place that its input says.

expect: failed
"""

import numpy as np


def double(x):
    y = 2 * x
    y.flat[int(x[0, 0]) % y.size] = np.nan
    return y
