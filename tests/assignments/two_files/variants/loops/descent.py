"""The same with an intercept of nothing."""

import linear
import numpy as np


def off(w, X, y):
    return linear.Linear().forward(X, np.reshape(w, (-1, 1)), 0.0).ravel() - y


def loss(w, X, y):
    return np.mean(off(w, X, y) ** 2) / 2


def gradient(w, X, y):
    return X.T @ off(w, X, y) / len(y)


def fit(w, X, y, rate, steps):
    for _ in range(steps):
        w = w - rate * gradient(w, X, y)
    return w
