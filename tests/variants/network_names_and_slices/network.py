# Differs from the reference: parameters live in one dictionary by name, `params` is a property, activations are pairs of
# functions, scores and slopes are computed by recursion over the layers, and batches are slices of a shuffled copy.
import numpy as np

ACTIVATIONS = {
    "relu": (lambda Z: Z * (Z > 0), lambda Z, A: Z > 0),
    "tanh": (np.tanh, lambda Z, A: 1 - A * A),
    "sigmoid": (lambda Z: 0.5 + 0.5 * np.tanh(Z / 2), lambda Z, A: A - A * A),
    "leaky_relu": (lambda Z: np.where(Z < 0, 0.1 * Z, Z), lambda Z, A: np.where(Z < 0, 0.1, 1.0)),
}


def init_params(sizes, rng, scheme="he"):
    made = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True):
        if scheme == "he":
            half = np.sqrt(6 / fan_in)
        elif scheme == "glorot":
            half = np.sqrt(6 / (fan_in + fan_out))
        else:
            half = 0
        made.extend([half * (2 * rng.random((fan_in, fan_out)) - 1), np.zeros(fan_out)])
    return made


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.depth, (self.act, self.act_slope) = len(sizes) - 1, ACTIVATIONS[activation]
        self.names = [f"{letter}{i}" for i in range(self.depth) for letter in "Wb"]
        self.table = {}
        self.params = init_params(sizes, np.random.default_rng(7) if rng is None else rng)

    @property
    def params(self):
        return [self.table[name] for name in self.names]

    @params.setter
    def params(self, arrays):
        self.table = {name: np.array(array, dtype=float) for name, array in zip(self.names, arrays, strict=True)}

    def get_params(self):
        return [array.copy() for array in self.params]

    def set_params(self, params):
        self.params = params

    def forward(self, X, layer=0):
        Z = X @ self.table[f"W{layer}"] + self.table[f"b{layer}"]
        return Z if layer == self.depth - 1 else self.forward(self.act(Z), layer + 1)

    @staticmethod
    def log_probabilities(S):
        S = S - np.max(S, axis=1)[:, None]
        return S - np.log(np.sum(np.exp(S), axis=1))[:, None]

    def loss(self, X, y):
        return -np.mean(np.take_along_axis(self.log_probabilities(self.forward(X)), np.asarray(y)[:, None], axis=1)).item()

    def back(self, A, y, layer):
        """The loss above this layer, the slope with respect to what comes into it, and gradients from here on."""
        W, Z = self.table[f"W{layer}"], A @ self.table[f"W{layer}"] + self.table[f"b{layer}"]
        if layer == self.depth - 1:
            log_p = self.log_probabilities(Z)
            loss, dZ, above = -np.mean(log_p[range(len(y)), y]), np.exp(log_p), []
            dZ[range(len(y)), y] -= 1
            dZ /= len(y)
        else:
            out = self.act(Z)
            loss, dA, above = self.back(out, y, layer + 1)
            dZ = dA * self.act_slope(Z, out)
        return loss, dZ @ W.T, [A.T @ dZ, dZ.sum(0), *above]

    def loss_and_gradients(self, X, y):
        loss, _, gradients = self.back(X, y, 0)
        return loss, gradients

    def predict(self, X):
        return np.argsort(self.forward(X), axis=1)[:, -1]

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            order = rng.permutation(len(y))
            shuffled, labels = X[order], y[order]
            while len(labels):
                _, gradients = self.loss_and_gradients(shuffled[:batch_size], labels[:batch_size])
                for name, gradient in zip(self.names, gradients, strict=True):
                    self.table[name] = self.table[name] - alpha * gradient
                shuffled, labels = shuffled[batch_size:], labels[batch_size:]
