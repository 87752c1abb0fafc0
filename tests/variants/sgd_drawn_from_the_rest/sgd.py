# Differs from the reference: each batch is drawn from the rows that are left; a dataclass for the optimizer.
from dataclasses import dataclass, field

import numpy as np


def minibatches(n, batch_size, rng):
    left, batches = np.arange(n), []
    while left.size:
        batch = rng.choice(left, size=min(batch_size, left.size), replace=False)
        left = np.setdiff1d(left, batch)
        batches.append(batch)
    return batches


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w, epoch = np.array(w0, float), 0
    while epoch < epochs:
        for batch in minibatches(len(X), batch_size, rng):
            gradient = np.asarray(gradient_of(w, X[batch], y[batch]))
            w = gradient * -alpha + w
        epoch += 1
    return w


@dataclass
class Momentum:
    alpha: float
    mu: float
    memory: dict = field(default_factory=dict)

    def step(self, params, grads):
        new = []
        for place, (param, grad) in enumerate(zip(params, grads)):
            self.memory[place] = self.mu * self.memory.setdefault(place, 0.0) - self.alpha * grad
            new.append(param + self.memory[place])
        return new
