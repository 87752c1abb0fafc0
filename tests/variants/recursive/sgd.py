# Differs from the reference: batches by recursion; Nesterov-free momentum that starts as -alpha * g.
import numpy as np


def cut(rows, size):
    return [rows] if len(rows) <= size else [rows[:size]] + cut(rows[size:], size)


def minibatches(n, batch_size, rng):
    return cut(rng.permutation(n), batch_size)


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    if epochs == 0:
        return np.array(w0, dtype=float)
    w = w0
    for rows in minibatches(len(X), batch_size, rng):
        w = w - alpha * gradient_of(w, X[rows, :], y[rows])
    return w if epochs == 1 else sgd(gradient_of, w, X, y, alpha, batch_size, epochs - 1, rng)


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu = alpha, mu
        self.first = True

    def step(self, params, grads):
        if self.first:
            self.v = [-self.alpha * g for g in grads]
        else:
            self.v = [self.mu * v - self.alpha * g for v, g in zip(self.v, grads)]
        self.first = False
        return tuple(p + v for p, v in zip(params, self.v))
