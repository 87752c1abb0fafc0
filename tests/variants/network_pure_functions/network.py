# Differs from the reference: no gates at all: pure functions of the parameters, with closures that go back.
from __future__ import annotations

import functools
from typing import Callable

import numpy as np

import sgd

CURVES: dict[str, tuple[Callable, Callable]] = {
    "relu": (lambda z: np.clip(z, 0, None), lambda z, a: a > 0),
    "tanh": (np.tanh, lambda z, a: 1 - a * a),
    "sigmoid": (lambda z: np.exp(-np.logaddexp(0, -z)), lambda z, a: a - a * a),
    "leaky_relu": (lambda z: np.where(z < 0, z / 10, z), lambda z, a: np.where(z < 0, 1 / 10, 1)),
}


def init_params(sizes: list[int], rng: np.random.Generator, scheme: str = "he") -> list[np.ndarray]:
    def weights(i: int, o: int) -> np.ndarray:
        match scheme:
            case "he":
                return rng.normal(0, (2 / i) ** 0.5, (i, o))
            case "glorot":
                return rng.normal(scale=(2 / (i + o)) ** 0.5, size=(i, o))
            case _:
                return np.zeros((i, o))

    return [array for i, o in zip(sizes, sizes[1:]) for array in (weights(i, o), np.zeros(o))]


def run(params: list[np.ndarray], curve: tuple[Callable, Callable], X: np.ndarray):
    (W, b), rest = params[:2], params[2:]
    Z = X @ W + b
    if not rest:
        return Z, lambda dZ: [X.T @ dZ, dZ.sum(0)], lambda dZ: dZ @ W.T
    A = curve[0](Z)
    scores, later, pull = run(rest, curve, A)

    def gradients(dS):
        dZ = pull(dS) * curve[1](Z, A)
        return [X.T @ dZ, dZ.sum(0), *later(dS)]

    return scores, gradients, lambda dS: (pull(dS) * curve[1](Z, A)) @ W.T


class NLayerNetwork:
    def __init__(self, sizes, activation: str = "relu", rng: np.random.Generator | None = None):
        self.params = init_params(sizes, rng or np.random.default_rng(7))
        self.run = functools.partial(self._run, CURVES[activation])

    def _run(self, curve, X):
        return run(self.params, curve, X)

    def get_params(self):
        return list(map(np.copy, self.params))

    def set_params(self, params):
        self.params = [np.asarray(p, float) + 0 for p in params]

    def forward(self, X):
        return self.run(X)[0]

    def loss(self, X, y):
        S = self.forward(X)
        return float(np.mean(np.logaddexp.reduce(S, axis=1) - S[np.arange(len(S)), y]))

    def loss_and_gradients(self, X, y):
        S, gradients, _ = self.run(X)
        dS = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
        dS[np.arange(len(S)), y] -= 1
        return self.loss(X, y), gradients(dS / len(S))

    def predict(self, X):
        return np.array([int(np.argmax(s)) for s in self.forward(X)])

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for rows in (rows for _ in range(epochs) for rows in sgd.minibatches(len(y), batch_size, rng)):
            for p, g in zip(self.params, self.loss_and_gradients(X[rows], y[rows])[1]):
                p -= alpha * g
