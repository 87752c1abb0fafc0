"""The lecture's three points and its function g, which several figures look at."""

import numpy as np

F = np.array([[2.0, 1.0], [0.0, -2.0], [-1.0, -1.0]])
y = np.array([1, 1, -1])


def g(w):
    """w1^3 w2 + 3 w1."""
    return w[0] ** 3 * w[1] + 3 * w[0]
