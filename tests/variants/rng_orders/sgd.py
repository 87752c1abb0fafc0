# Differs from the reference: shuffles by sorting random numbers, batches popped from the end, velocity keyed by place.
import numpy as np


def minibatches(n, batch_size, rng):
    order = np.argsort(rng.random(n)).tolist()
    batches = []
    while order:
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = w0 * 1.0
    for _ in range(epochs):
        order = np.arange(len(X))
        rng.shuffle(order)
        Xs, ys = X[order], y[order]
        for start in range(0, len(X), batch_size):
            w = w - alpha * gradient_of(w, Xs[start:start + batch_size], ys[start:start + batch_size])
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu, self.v = alpha, mu, {}

    def step(self, params, grads):
        new = []
        for key, (p, g) in enumerate(zip(params, grads)):
            if key not in self.v:
                self.v[key] = np.zeros_like(p, dtype=float)
            self.v[key] *= self.mu
            self.v[key] -= self.alpha * g
            new.append(p + self.v[key])
        return new
