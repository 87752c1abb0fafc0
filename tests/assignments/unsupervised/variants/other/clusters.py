"""The same with loops, and the centres in another order."""

import numpy as np


def nearest(X, centres):
    return np.array([np.linalg.norm(centres - x, axis=1).argmin() for x in X])


def means(X, labels, k):
    return np.stack([X[np.flatnonzero(labels == number)].sum(0) / (labels == number).sum() for number in range(k)])


def kmeans(X, centres, steps):
    for _ in range(steps):
        centres = means(X, nearest(X, centres), len(centres))
    return centres[::-1]
