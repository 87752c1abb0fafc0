"""Gradient descent on half the mean squared error of a line: w is (d,), X is (n, d), y is (n,)."""

import numpy as np
from linear import Linear


def loss(w, X, y):
    """Half the mean squared error, a float."""
    # BEGIN SOLUTION l2
    residual = Linear().forward(X, w[:, None], np.zeros(1))[:, 0] - y
    return float(residual @ residual / len(y) / 2)
    # END SOLUTION


def gradient(w, X, y):
    """The gradient of the loss at w, (d,)."""
    # BEGIN SOLUTION l2
    layer = Linear()
    residual = layer.forward(X, w[:, None], np.zeros(1))[:, 0] - y
    return layer.backward(residual[:, None] / len(y))[1][:, 0]
    # END SOLUTION


def fit(w, X, y, rate, steps):
    """The weights after some steps of gradient descent, (d,)."""
    # BEGIN SOLUTION l2
    for _ in range(steps):
        w = w - rate * gradient(w, X, y)
    return w
    # END SOLUTION
