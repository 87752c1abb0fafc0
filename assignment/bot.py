"""The contest: a bot that learns from few or from noisy examples, and is ranked by its accuracy on others.

This bot is a complete but weak one, to be improved: it knows the mean of every class, and finds the nearest. Networks,
dropout, momentum and batch normalization of the earlier questions may all be used.
"""

import numpy as np


def train(X, y, rng, seconds):
    """A function ``predict`` that maps an array (M, D) of examples to M labels.

    X is (N, D), y is (N,) whole numbers from 0. rng is the np.random.Generator to draw from. seconds is how long
    training may take: who takes much longer is stopped, and a round without predictions counts 0.
    """
    classes = np.unique(y)
    means = np.array([X[y == label].mean(axis=0) for label in classes])

    def predict(X_new):
        distances = np.linalg.norm(X_new[:, None, :] - means, axis=2)
        return classes[distances.argmin(axis=1)]

    return predict
