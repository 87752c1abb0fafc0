"""Returns more numbers than the grader has memory.

expect: failed
needs: limits
"""

import numpy as np


def double(x):
    return np.broadcast_to(1.0, (1 << 20, 1 << 20))
