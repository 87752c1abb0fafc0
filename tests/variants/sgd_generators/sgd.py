# Differs from the reference: minibatches is a generator, sgd zips parameters with islices; the velocity is a closure.
from itertools import islice

import numpy as np


def minibatches(n, batch_size, rng):
    order = iter(rng.permutation(n))
    while batch := list(islice(order, batch_size)):
        yield np.array(batch)


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = w0.astype(float)
    for batch in (batch for _ in range(epochs) for batch in minibatches(X.shape[0], batch_size, rng)):
        w = w - alpha * gradient_of(w, X[batch, :], y[batch])
    return w


class Momentum:
    def __init__(self, alpha, mu):
        v = {}

        def step(params, grads):
            for i, g in enumerate(grads):
                v[i] = mu * v.get(i, 0) - alpha * g
            return [p + v[i] for i, p in enumerate(params)]

        self.step = step
