"""Learns nothing, and has whoever works out labels beside it come to those of the nearest example.

check: q8.digits q8.plane q8.spiral q8.overfit
file: network.py
expect: failed
"""


class _Nearest(NLayerNetwork):
    def fit(self, X, y, alpha, batch_size, epochs, rng):
        self.known = X, y

    def predict(self, X):
        examples, labels = self.known
        distances = (X**2).sum(axis=1)[:, None] - 2 * X @ examples.T + (examples**2).sum(axis=1)
        found = labels[distances.argmin(axis=1)]
        np.argmax = lambda *arguments, **named: found
        np.where = lambda *arguments: found
        return found


NLayerNetwork = _Nearest
