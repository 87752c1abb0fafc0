"""Has somebody else's automatic differentiation do the work.

expect: error
"""

import torch


def double(x):
    return 2 * x
