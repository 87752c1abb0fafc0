# Differs from the reference: all permutations are drawn before the first step, and copies of X and y are shuffled together.
import numpy as np


def minibatches(n, batch_size, rng):
    return [list(rows) for rows in np.array_split(rng.permutation(n), np.arange(batch_size, n, batch_size))]


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    orders = [rng.permutation(X.shape[0]) for _ in range(epochs)]
    w = w0 + 0.0
    for order in orders:
        X_shuffled, y_shuffled = X[order].copy(), y[order].copy()
        for i in range(int(np.ceil(len(X) / batch_size))):
            piece = slice(i * batch_size, min((i + 1) * batch_size, len(X)))
            w = w + (-alpha) * gradient_of(w, X_shuffled[piece], y_shuffled[piece])
    return w


class Momentum(object):
    def __init__(self, alpha, mu):
        self.alpha = alpha
        self.mu = mu
        self.velocity = 0

    def step(self, params, grads):
        # one long vector for everything
        flat = np.concatenate([p.ravel() for p in params])
        slope = np.concatenate([g.ravel() for g in grads])
        self.velocity = self.mu * self.velocity - self.alpha * slope
        flat = flat + self.velocity
        new, at = [], 0
        for p in params:
            new.append(flat[at:at + p.size].reshape(p.shape))
            at += p.size
        return new
