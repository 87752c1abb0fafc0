"""Returns fifty megabytes.

expect: failed
needs: limits
"""

import numpy as np


def double(x):
    return np.ones(6_500_000)
