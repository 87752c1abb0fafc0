# Differs from the reference: for loops everywhere, batches as lists of ints, the Fisher-Yates shuffle by hand.
import numpy as np


def minibatches(n, batch_size, rng):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(rng.integers(0, i + 1))
        order[i], order[j] = order[j], order[i]
    batches = []
    current = []
    for row in order:
        current.append(row)
        if len(current) == batch_size:
            batches.append(current)
            current = []
    if len(current) > 0:
        batches.append(current)
    return batches


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.array(w0, dtype=float)
    for epoch in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            X_batch = np.array([X[i] for i in batch])
            y_batch = np.array([y[i] for i in batch])
            w = w - alpha * gradient_of(w, X_batch, y_batch)
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha = alpha
        self.mu = mu
        self.v = []

    def step(self, params, grads):
        new_params = []
        for i in range(len(params)):
            if i >= len(self.v):
                self.v.append(np.zeros(params[i].shape))
            self.v[i] = self.mu * self.v[i] - self.alpha * grads[i]
            new_params.append(params[i] + self.v[i])
        return new_params
