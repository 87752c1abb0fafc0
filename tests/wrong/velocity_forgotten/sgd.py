# One mistake: the velocity starts again from 0 in every step.
# Loses: q10.momentum, q10.paths, q10.pairs
# Told: yesterday's velocity
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
        self.velocity = {}
        for i, g in enumerate(grads):
            self.velocity[i] = self.mu * self.velocity.get(i, 0.0) - self.alpha * g
        return [p + self.velocity[i] for i, p in enumerate(params)]
