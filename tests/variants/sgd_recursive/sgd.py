# Differs from the reference: recursion over the epochs, functools.reduce over the batches, recursion over a list of rows.
from functools import reduce

import numpy as np


def cut(rows, size):
    return [] if not len(rows) else [rows[:size], *cut(rows[size:], size)]


def minibatches(n, batch_size, rng):
    return cut(rng.choice(n, n, replace=False), batch_size)


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    if epochs == 0:
        return np.array(w0, dtype=float)

    def step(w, batch):
        return w - alpha * gradient_of(w, X[batch], y[batch])

    w = reduce(step, minibatches(len(X), batch_size, rng), np.array(w0, dtype=float))
    return sgd(gradient_of, w, X, y, alpha, batch_size, epochs - 1, rng)


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu = alpha, mu
        self.before = None

    def step(self, params, grads):
        moved = [p - self.alpha * g for p, g in zip(params, grads)]
        if self.before is not None:
            moved = [m + self.mu * d for m, d in zip(moved, self.before)]
        self.before = [m - p for m, p in zip(moved, params)]
        return moved
