# Differs from the reference: velocities in a dict by position, row numbers drawn one at a time out of a set of those left.
import numpy as np


def minibatches(n, batch_size, rng):
    left = np.arange(n)
    batches = []
    while left.size:
        take = rng.choice(left.size, size=min(batch_size, left.size), replace=False)
        batches.append(left[take])
        left = np.delete(left, take)
    return tuple(batches)


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = w0.astype(float)
    for _ in range(epochs):
        for rows in minibatches(len(X), batch_size, rng):
            w = w - alpha * gradient_of(w.copy(), X[rows], y[rows])
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu = alpha, mu
        self.velocity = {}

    def step(self, params, grads):
        for i, g in enumerate(grads):
            self.velocity[i] = self.mu * self.velocity.get(i, 0.0) - self.alpha * g
        return [p + self.velocity[i] for i, p in enumerate(params)]
