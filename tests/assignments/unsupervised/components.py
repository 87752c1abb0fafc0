"""Principal components of points, X (n, d), one point a row."""

import numpy as np


def centred(X):
    """X with columns of mean zero, (n, d)."""
    # BEGIN SOLUTION u2
    return X - X.mean(axis=0)
    # END SOLUTION


def components(X, k):
    """The k directions of largest variance, (k, d), the largest first, each of length 1."""
    # BEGIN SOLUTION u2
    return np.linalg.svd(centred(X))[2][:k]
    # END SOLUTION
