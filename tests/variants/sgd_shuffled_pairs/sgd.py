# Differs from the reference: one array of row numbers is shuffled again and again; the velocity is that of p / alpha.
import numpy as np


def cut(order, size):
    return [order[i:i + size] for i in range(0, len(order), size)]


def minibatches(n, batch_size, rng):
    order = np.arange(n)
    rng.shuffle(order)
    return tuple(cut(order, batch_size))


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w, order = 1.0 * w0, np.arange(len(X))
    for _ in range(epochs):
        order = rng.permuted(order)
        for X_batch, y_batch in zip(cut(X[order], batch_size), cut(y[order], batch_size)):
            w = w - alpha * gradient_of(w, X_batch, y_batch)
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha = alpha
        self.mu = mu
        self.sums = None

    def step(self, params, grads):
        if self.sums is None:
            self.sums = [0 * g for g in grads]
        self.sums = [self.mu * s + g for s, g in zip(self.sums, grads)]
        return [p - self.alpha * s for p, s in zip(params, self.sums)]
