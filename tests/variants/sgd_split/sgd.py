# Differs from the reference: np.split at multiples of the batch size, take instead of an index, own arrays in place.
import numpy as np


def minibatches(n, batch_size, rng):
    return np.split(rng.permutation(n), range(batch_size, n, batch_size))


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.empty(np.shape(w0))
    w[:] = w0
    for _ in range(epochs):
        for rows in minibatches(len(y), batch_size, rng):
            w -= np.multiply(alpha, gradient_of(w.copy(), X.take(rows, axis=0), y.take(rows)))
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu = alpha, mu
        self.velocities = []

    def step(self, params, grads):
        if not self.velocities:
            self.velocities = list(map(np.zeros_like, map(np.float64, params)))
        for v, g in zip(self.velocities, grads):
            np.multiply(v, self.mu, out=v)
            np.subtract(v, self.alpha * g, out=v)
        return list(map(np.add, params, self.velocities))
