"""Control: a view with strides.

expect: passed
"""

import numpy as np


def double(x):
    return np.repeat(2 * x, 2, axis=1)[:, ::2]
