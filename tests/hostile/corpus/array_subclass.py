"""Returns an array whose every comparison comes out right.

expect: failed
"""

import numpy as np


class Right(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        return np.float64(0)

    def __array_function__(self, *args, **kwargs):
        return True

    def __sub__(self, other):
        return 0 * np.asarray(other)

    def tobytes(self, *args):
        return b""

    def astype(self, *args, **kwargs):
        return self


def double(x):
    return x.view(Right)
