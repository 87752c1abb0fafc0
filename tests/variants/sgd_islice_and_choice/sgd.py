# Differs from the reference: row numbers by rng.choice without replacement, batches by islice, as lists.
from functools import reduce
from itertools import chain, islice
import numpy as np


def minibatches(n, batch_size, rng):
    rows = iter(rng.choice(n, size=n, replace=False).tolist())
    return list(iter(lambda: list(islice(rows, batch_size)), []))


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    def after(w, batch):
        return np.add(w, -alpha * np.asarray(gradient_of(w.copy(), X.take(batch, axis=0), np.take(y, batch))))

    return reduce(after, chain.from_iterable(minibatches(len(y), batch_size, rng) for _ in range(epochs)), np.array(w0, float))


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha = alpha
        self.mu = mu
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros(np.shape(g)) for g in grads]
        moved = []
        for k, (p, g) in enumerate(zip(params, grads)):
            self.velocities[k] = self.mu * self.velocities[k] + g
            moved.append(p - self.alpha * self.velocities[k])
        return moved
