# Differs from the reference: helpers in a file of its own, a class for a layer, biases kept as (1, H) inside and shown as (H,).
from __future__ import annotations

import numpy as np

from helpers import batches_of, spread
from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from softmax import SoftmaxLossGate, softmax


def init_params(sizes: list[int], rng: np.random.Generator, scheme: str = "he") -> list[np.ndarray]:
    weights = [spread(a, b, scheme) * rng.standard_normal(size=(a, b)) for a, b in zip(sizes, sizes[1:])]
    return [param for W in weights for param in (W, np.zeros(W.shape[1]))]


class Layer:
    def __init__(self, W: np.ndarray, b: np.ndarray, activation=None) -> None:
        self.W, self.b = W, b.reshape(1, -1)
        self.linear, self.activation = LinearGate(), activation

    def forward(self, X: np.ndarray) -> np.ndarray:
        Z = self.linear.forward(X, self.W, self.b)
        return self.activation.forward(Z) if self.activation else Z

    def backward(self, d: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        if self.activation:
            (d,) = self.activation.backward(d)
        dX, dW, db = self.linear.backward(d)
        return dX, [dW, db]


class NLayerNetwork:
    ACTIVATIONS = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}

    def __init__(self, sizes, activation="relu", rng=None):
        self.sizes, self.kind = list(sizes), self.ACTIVATIONS[activation]
        self.set_params(init_params(self.sizes, rng if rng is not None else np.random.default_rng(188)))

    def set_params(self, params):
        pairs = list(zip(params[0::2], params[1::2]))
        last = len(pairs) - 1
        self.layers = [
            Layer(W.copy(), b.copy(), self.kind() if i < last else None) for i, (W, b) in enumerate(pairs)
        ]

    def get_params(self):
        return [param for layer in self.layers for param in (layer.W.copy(), layer.b.copy().ravel())]

    params = property(get_params)

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def loss(self, X, y):
        return SoftmaxLossGate().forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        gate = SoftmaxLossGate()
        loss = gate.forward(self.forward(X), y)
        (d,) = gate.backward()
        gradients = []
        for layer in reversed(self.layers):
            d, own = layer.backward(d)
            gradients = own + gradients
        return loss, gradients

    def predict(self, X):
        return softmax(self.forward(X)).argmax(axis=1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for epoch in range(epochs):
            for X_batch, y_batch in batches_of(X, y, batch_size, rng):
                loss, gradients = self.loss_and_gradients(X_batch, y_batch)
                for layer, dW, db in zip(self.layers, gradients[0::2], gradients[1::2]):
                    layer.W = layer.W - alpha * dW
                    layer.b = layer.b - alpha * db
            if epoch % 50 == 0:
                print(f"epoch {epoch}: loss {loss:.4f}")
