"""The same in plain Python: a loop over the examples, and mathematics a number at a time."""

import math

import numpy as np


def probability(z):
    if np.ndim(z):
        return np.array([probability(one) for one in z])
    return 1 / (1 + math.exp(-z)) if z >= 0 else 1 - 1 / (1 + math.exp(z))


def loss(w, X, y):
    total = 0.0
    for row, label in zip(X, y, strict=True):
        total -= math.log(probability(row @ w if label == 1 else -(row @ w)))
    return total / len(y)


def gradient(w, X, y):
    slope = np.zeros(len(w))
    for row, label in zip(X, y, strict=True):
        slope += (probability(row @ w) - label) * row
    return slope / len(y)
