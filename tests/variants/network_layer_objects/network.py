# Differs from the reference: each layer is a dataclass that holds its own parameters and calls the next one.
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import layers
import sgd
import softmax

GATES = dict(relu=layers.ReLUGate, tanh=layers.TanhGate, sigmoid=layers.SigmoidGate, leaky_relu=layers.LeakyReLUGate)


def init_params(sizes, rng, scheme="he"):
    spread = {
        "he": lambda i, o: (2 / i) ** 0.5,
        "glorot": lambda i, o: (2 / (i + o)) ** 0.5,
        "zero": lambda i, o: 0,
    }[scheme]
    return [
        param
        for i, o in zip(sizes, sizes[1:])
        for param in (rng.standard_normal(size=(i, o)) * spread(i, o), np.zeros((o,)))
    ]


@dataclass
class Layer:
    W: np.ndarray
    b: np.ndarray
    bend: object | None
    after: Layer | None = None

    def forward(self, X):
        self.linear = layers.LinearGate()
        Z = self.linear.forward(X, self.W, self.b)
        return Z if self.after is None else self.after.forward(self.bend.forward(Z))

    def backward(self, dS):
        dZ, later = dS, []
        if self.after is not None:
            dA, later = self.after.backward(dS)
            [dZ] = self.bend.backward(dA)
        dX, dW, db = self.linear.backward(dZ)
        return dX, [dW, db, *later]

    def all(self):
        return [self] + ([] if self.after is None else self.after.all())


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        params = init_params(sizes, np.random.default_rng(7) if rng is None else rng)
        self.first = None
        for place in reversed(range(len(sizes) - 1)):
            bend = None if self.first is None else GATES[activation]()
            self.first = Layer(params[2 * place], params[2 * place + 1], bend, self.first)

    @property
    def params(self):
        return [param for layer in self.first.all() for param in (layer.W, layer.b)]

    def get_params(self):
        return [np.copy(param) for param in self.params]

    def set_params(self, params):
        for layer, W, b in zip(self.first.all(), params[::2], params[1::2]):
            layer.W, layer.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def forward(self, X):
        return self.first.forward(X)

    def loss(self, X, y):
        return softmax.SoftmaxLossGate().forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        gate = softmax.SoftmaxLossGate()
        loss = gate.forward(self.forward(X), y)
        _, gradients = self.first.backward(gate.backward()[0])
        return loss, gradients

    def predict(self, X):
        return np.argmax(softmax.softmax(self.forward(X)), axis=1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            for rows in sgd.minibatches(len(X), batch_size, rng):
                _, gradients = self.loss_and_gradients(X[rows], y[rows])
                self.set_params([p - alpha * g for p, g in zip(self.params, gradients)])
