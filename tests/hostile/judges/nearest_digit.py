"""Learns nothing: predict gives the label of the nearest example that fit was given.

check: q8.digits
file: network.py
expect: failed
"""


class _Nearest(NLayerNetwork):
    def fit(self, X, y, alpha, batch_size, epochs, rng):
        self.known = X, y

    def predict(self, X):
        examples, labels = self.known
        distances = (X**2).sum(axis=1)[:, None] - 2 * X @ examples.T + (examples**2).sum(axis=1)
        return labels[distances.argmin(axis=1)]


NLayerNetwork = _Nearest
