# Differs from the reference: rows sorted by random keys with lexsort, batches from a dictionary, in-place own velocity.
import numpy as np


def minibatches(n, batch_size, rng):
    order = np.lexsort((rng.random(n),))
    batches = {}
    for place, row in enumerate(order):
        batches.setdefault(place // batch_size, []).append(row)
    return [np.asarray(batch, dtype=np.int64) for batch in batches.values()]


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.add(w0, 0.0)
    plan = [batch for epoch in range(epochs) for batch in minibatches(n=X.shape[0], batch_size=batch_size, rng=rng)]
    for batch in plan:
        w = np.subtract(w, alpha * np.array(gradient_of(w, np.compress(np.isin(np.arange(len(X)), batch), X, axis=0), y[np.sort(batch)])))
    return w


class Momentum:
    def __init__(self, alpha, mu):
        self.alpha, self.mu, self.velocities = alpha, mu, None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros(np.shape(g)) for g in grads]
        for place in range(len(params)):
            self.velocities[place] *= self.mu
            self.velocities[place] += -self.alpha * grads[place]
        return [params[place] + self.velocities[place] for place in range(len(params))]
