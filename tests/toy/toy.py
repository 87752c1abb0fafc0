"""A few functions of numbers."""

import numpy as np


def double(x):
    """x: a number. Returns a number."""
    # BEGIN SOLUTION t1
    return 2 * x
    # END SOLUTION


def scaled(x, k):
    """x: (n, d), k: a number. Returns (n, d)."""
    # BEGIN SOLUTION t1
    return k * x
    # END SOLUTION


def scaled_backward(x, k, dz):
    """dz: like scaled's result. Returns dx, like x."""
    # BEGIN SOLUTION t1
    return k * dz
    # END SOLUTION


def shuffled(n, rng):
    """Returns the numbers 0 to n - 1 in random order, (n,)."""
    # BEGIN SOLUTION t2
    return rng.permutation(n)
    # END SOLUTION


def classify(X):
    """X: (n,). Returns (n,): 1 for positive numbers, else 0."""
    # BEGIN SOLUTION t2
    return np.where(X > 0, 1, 0)
    # END SOLUTION
