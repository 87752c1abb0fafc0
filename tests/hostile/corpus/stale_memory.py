"""Returns fresh memory, in the hope that the answer was there before.

expect: failed
"""

import numpy as np


def double(x):
    return np.empty_like(x)
