"""The formula as it is usually written: its exponential overflows to infinity, and one divided by that is rightly 0."""

import numpy as np


def probability(z):
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-z))


def loss(w, X, y):
    signs = 2 * y - 1
    return np.log1p(np.exp(-signs * (X @ w))).mean()


def gradient(w, X, y):
    return ((probability(X @ w) - y)[:, None] * X).mean(axis=0)
