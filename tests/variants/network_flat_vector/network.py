# Differs from the reference: all parameters live in one long vector, of which params are views; own backward, no gates.
import numpy as np


def init_params(sizes, rng, scheme="he"):
    params = []
    for rows, columns in zip(sizes[:-1], sizes[1:]):
        if scheme == "zero":
            W = np.zeros((rows, columns))
        elif scheme == "he":
            W = rng.normal(0, np.sqrt(2 / rows), (rows, columns))
        else:
            W = rng.normal(scale=np.sqrt(2 / (rows + columns)), size=(rows, columns))
        params.extend([W, np.zeros(columns)])
    return params


CURVES = {
    "relu": (lambda z: np.maximum(0, z), lambda z, a: z > 0),
    "tanh": (np.tanh, lambda z, a: 1 - a * a),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z, a: np.where(z > 0, 1, 0.1)),
}


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        start = init_params(sizes, rng if rng is not None else np.random.default_rng(1))
        self.shapes = [param.shape for param in start]
        self.vector = np.concatenate([param.ravel() for param in start])
        self.curve, self.slope = CURVES[activation]

    @property
    def params(self):
        cuts = np.cumsum([np.prod(shape, dtype=int) for shape in self.shapes])[:-1]
        return [part.reshape(shape) for part, shape in zip(np.split(self.vector, cuts), self.shapes)]

    def get_params(self):
        return [param.copy() for param in self.params]

    def set_params(self, params):
        self.vector = np.concatenate([np.ravel(param) for param in params]).astype(float)

    def layers(self):
        params = self.params
        return list(zip(params[0::2], params[1::2]))

    def run(self, X):
        zs, activations = [], [X]
        for W, b in self.layers():
            zs.append(activations[-1] @ W + b)
            activations.append(self.curve(zs[-1]))
        return zs, activations

    def forward(self, X):
        return self.run(X)[0][-1]

    def loss(self, X, y):
        S = self.forward(X)
        top = S.max(axis=1)
        return float(np.mean(top + np.log(np.exp(S - top[:, None]).sum(axis=1)) - S[np.arange(len(y)), y]))

    def loss_and_gradients(self, X, y):
        zs, activations = self.run(X)
        E = np.exp(zs[-1] - zs[-1].max(axis=1, keepdims=True))
        d = E / E.sum(axis=1, keepdims=True)
        d[np.arange(len(y)), y] -= 1
        d /= len(y)
        gradients = []
        for number in range(len(zs) - 1, -1, -1):
            gradients[:0] = [activations[number].T @ d, d.sum(axis=0)]
            if number:
                d = (d @ self.layers()[number][0].T) * self.slope(zs[number - 1], activations[number])
        return self.loss(X, y), gradients

    def predict(self, X):
        return np.argsort(self.forward(X), axis=1)[:, -1]

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            order = rng.permutation(len(X))
            for start in range(0, len(X), batch_size):
                rows = order[start:start + batch_size]
                gradients = self.loss_and_gradients(X[rows], y[rows])[1]
                self.vector = self.vector - alpha * np.concatenate([g.ravel() for g in gradients])
