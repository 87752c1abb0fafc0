# One mistake: the number of batches is n // batch_size, so the last few rows are never seen.
# Loses: q5.batches, q5.shuffle, q5.epochs, q8.epoch
# Told: [4, 4], expected [4, 4, 2]
import numpy as np


def minibatches(n, batch_size, rng):
    rows = np.arange(n)
    rng.shuffle(rows)
    if batch_size >= n:
        return [rows]
    return [rows[k * batch_size:(k + 1) * batch_size] for k in range(n // batch_size)]


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.array(w0, dtype=float)
    for _ in range(epochs):
        for rows in minibatches(len(y), batch_size, rng):
            w = w - alpha * gradient_of(w, X[rows], y[rows])
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu, self.v = alpha, mu, None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        for v, g in zip(self.v, grads):
            v *= self.mu
            v -= self.alpha * g
        return [p + v for p, v in zip(params, self.v)]
