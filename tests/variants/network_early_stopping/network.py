# Differs from the reference: a list of dicts for the layers, einsum, a fit that stops once every training label is right.
import numpy as np

from sgd import minibatches
from softmax import softmax


def init_params(sizes, rng, scheme="he"):
    scale = dict(he=lambda i, o: 2 / i, glorot=lambda i, o: 2 / (i + o), zero=lambda i, o: 0.0)[scheme]
    flat = []
    for i, o in zip(sizes, sizes[1:]):
        flat += [np.sqrt(scale(i, o)) * rng.standard_normal((i, o)), np.zeros(o, dtype=np.float64)]
    return flat


def bend(name, Z):
    if name == "relu":
        return np.where(Z > 0, Z, 0), np.where(Z > 0, 1, 0)
    if name == "leaky_relu":
        return np.maximum(0.1 * Z, Z), 0.9 * (Z > 0) + 0.1
    if name == "tanh":
        return np.tanh(Z), 1 - np.tanh(Z) ** 2
    return 0.5 + 0.5 * np.tanh(Z / 2), 0.25 - 0.25 * np.tanh(Z / 2) ** 2


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.activation = activation
        self.set_params(init_params(sizes, np.random.default_rng(0) if rng is None else rng))

    @property
    def params(self):
        return [layer[name] for layer in self.layers for name in ("W", "b")]

    def get_params(self):
        return [param.copy() for param in self.params]

    def set_params(self, params):
        self.layers = [{"W": W.astype(float), "b": b.astype(float)} for W, b in zip(params[::2], params[1::2])]

    def forward(self, X):
        for number, layer in enumerate(self.layers, start=1):
            layer["X"] = X
            Z = np.einsum("nd,dh->nh", X, layer["W"]) + layer["b"]
            X, layer["slope"] = bend(self.activation, Z) if number < len(self.layers) else (Z, 1)
        return X

    def loss(self, X, y):
        S = self.forward(X)
        return np.mean([np.logaddexp.reduce(scores) - scores[label] for scores, label in zip(S, y)])

    def loss_and_gradients(self, X, y):
        loss = self.loss(X, y)
        d = (softmax(self.forward(X)) - np.eye(len(self.layers[-1]["b"]))[y]) / len(X)
        gradients = []
        for layer in reversed(self.layers):
            d = d * layer["slope"]
            gradients = [np.einsum("nd,nh->dh", layer["X"], d), np.einsum("nh->h", d)] + gradients
            d = np.einsum("nh,dh->nd", d, layer["W"])
        return loss, gradients

    def predict(self, X):
        return self.forward(X).argmax(1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for epoch in range(epochs):
            if epoch > 5 and (self.predict(X) == y).all() and self.loss(X, y) < 0.01:
                break
            for batch in minibatches(len(X), batch_size, rng):
                _, gradients = self.loss_and_gradients(X[batch], y[batch])
                for param, gradient in zip(self.params, gradients):
                    param -= alpha * gradient
