# Differs from the reference: momentum as PyTorch has it (buffer = mu * buffer + g; p = p - alpha * buffer), batches from a generator.
import numpy as np


def minibatches(n, batch_size, rng):
    permutation = rng.permutation(n)
    start = 0
    while start < n:
        yield permutation[start:start + batch_size]
        start += batch_size


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.asarray(w0, dtype=np.float64).copy()
    for _ in range(epochs):
        for idx in minibatches(X.shape[0], batch_size, rng):
            g = gradient_of(w, X.take(idx, axis=0), y.take(idx))
            w -= alpha * g
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.lr = alpha
        self.momentum = mu
        self.state = {}

    def step(self, params, grads):
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            buffer = self.state.get(i)
            buffer = g.copy() if buffer is None else self.momentum * buffer + g
            self.state[i] = buffer
            out.append(p - self.lr * buffer)
        return out
