"""Returns objects that say that they are the right numbers, and are none.

expect: failed
"""

import numpy as np


class Number:
    def __init__(self, value):
        self.value = value

    def __float__(self):
        return float(self.value)

    def __eq__(self, other):
        return True


def double(x):
    return np.array([Number(value) for value in np.ravel(2 * x)], dtype=object).reshape(np.shape(x))
