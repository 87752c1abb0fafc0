# Differs from the reference: a shuffle by hand, Fisher and Yates, and batches from a deque; momentum on one flat vector.
from collections import deque
import numpy as np


def minibatches(n, batch_size, rng):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(rng.integers(i + 1))
        order[i], order[j] = order[j], order[i]
    left, batches = deque(order), []
    while left:
        batches.append(np.array([left.popleft() for _ in range(min(batch_size, len(left)))]))
    return tuple(batches)


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.asarray(w0, dtype=float).copy()
    for epoch in range(epochs):
        for rows in minibatches(X.shape[0], batch_size, rng):
            w -= alpha * gradient_of(w, X[rows, :], y[rows])
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha = alpha
        self.mu = mu
        self.velocities = None

    def step(self, params, grads):
        flat = np.concatenate([np.ravel(g) for g in grads])
        self.velocities = -self.alpha * flat + (0 if self.velocities is None else self.mu * self.velocities)
        cuts = np.cumsum([np.size(p) for p in params])[:-1]
        return [np.asarray(p) + v.reshape(np.shape(p)) for p, v in zip(params, np.split(self.velocities, cuts))]
