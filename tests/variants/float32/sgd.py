# Differs from the reference: weights and velocities in float32; shuffles a list of row numbers in place.
import numpy as np


def minibatches(n, batch_size, rng):
    rows = np.arange(n, dtype=np.int32)
    rng.shuffle(rows)
    return np.split(rows, np.arange(batch_size, n, batch_size))


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.asarray(w0).astype(np.float32)
    for _ in range(epochs):
        for rows in minibatches(len(y), batch_size, rng):
            w = (w - alpha * np.asarray(gradient_of(w, X[rows], y[rows]))).astype(np.float32)
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu, self.v = np.float32(alpha), np.float32(mu), None

    def step(self, params, grads):
        params = [np.asarray(p, dtype=np.float32) for p in params]
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        for v, g in zip(self.v, grads):
            v *= self.mu
            v -= self.alpha * np.asarray(g, dtype=np.float32)
        return [p + v for p, v in zip(params, self.v)]
