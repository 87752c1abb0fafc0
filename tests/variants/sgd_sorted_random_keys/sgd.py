# Differs from the reference: rows sorted by random keys, batches by np.array_split at places, labels as a stacked column that
# travels with X, and a velocity a parameter in an object array.
import numpy as np


def minibatches(n, batch_size, rng):
    keys = rng.random(n)
    return tuple(np.array_split(np.argsort(keys, kind="stable"), range(batch_size, n, batch_size)))


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w, done = np.asarray(w0) * 1.0, 0
    while done < epochs:
        for rows in minibatches(len(y), batch_size, rng):
            w = np.add(w, np.negative(np.multiply(alpha, gradient_of(w, np.take(X, rows, axis=0), np.take(y, rows, axis=0)))))
        done += 1
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu, self.pulls = alpha, mu, None

    def step(self, params, grads):
        if self.pulls is None:
            self.pulls = [np.zeros_like(g, dtype=float) for g in grads]
        for pull, g in zip(self.pulls, grads, strict=True):
            pull *= self.mu
            pull += g
        return [np.asarray(p, dtype=float) - self.alpha * pull for p, pull in zip(params, self.pulls, strict=True)]
