# Differs from the reference: a base class, type hints, properties, prints and an `if __name__` block, extra arguments with defaults.
from __future__ import annotations

import argparse
from typing import List

import numpy as np

print("layers.py loaded, numpy", np.__version__)


class Gate(object):
    """Keeps a cache and knows its name."""

    debug = False

    def __init__(self) -> None:
        self._cache: tuple = ()

    @property
    def name(self) -> str:
        return type(self).__name__

    def remember(self, *values: np.ndarray) -> None:
        self._cache = values
        if self.debug:
            print(self.name, [np.shape(v) for v in values])


class LinearGate(Gate):
    def forward(self, X: np.ndarray, W: np.ndarray, b: np.ndarray, verbose: bool = False) -> np.ndarray:
        self.remember(X, W)
        if verbose:
            print(X.shape, W.shape)
        return X.dot(W) + b

    def backward(self, dZ: np.ndarray) -> List[np.ndarray]:
        X, W = self._cache
        return [dZ.dot(W.T), X.T.dot(dZ), np.sum(dZ, 0)]


class Elementwise(Gate):
    """An activation: subclasses say f and its derivative from input and output."""

    def forward(self, X: np.ndarray) -> np.ndarray:
        Z = self.f(X)
        self.remember(X, Z)
        return Z

    def backward(self, dZ: np.ndarray) -> List[np.ndarray]:
        return [dZ * self.df(*self._cache)]


class SigmoidGate(Elementwise):
    def f(self, X):
        return np.exp(-np.logaddexp(0, -X))

    def df(self, X, Z):
        return Z * (1 - Z)


class TanhGate(Elementwise):
    def f(self, X):
        return np.tanh(X)

    def df(self, X, Z):
        return 1 - np.square(Z)


class ReLUGate(Elementwise):
    def f(self, X):
        return np.clip(X, 0, None)

    def df(self, X, Z):
        return (X >= 0) * 1.0


class LeakyReLUGate(Elementwise):
    def __init__(self, slope: float = 0.1) -> None:
        super().__init__()
        self.slope = slope

    def f(self, X):
        return np.where(X >= 0, X, self.slope * X)

    def df(self, X, Z):
        return np.where(X >= 0, 1, self.slope)


class DropoutGate(Gate):
    def __init__(self, p: float, rng: np.random.Generator) -> None:
        super().__init__()
        if not 0 <= p < 1:
            raise ValueError("p must be in [0, 1)")
        self.p, self.rng = p, rng

    def forward(self, X: np.ndarray, train: bool = True) -> np.ndarray:
        mask = (self.rng.random(X.shape) > self.p) / (1 - self.p) if train and self.p else np.ones_like(X)
        self.remember(mask)
        return mask * X

    def backward(self, dout: np.ndarray) -> List[np.ndarray]:
        return [self._cache[0] * dout]


class BatchNormGate(Gate):
    def __init__(self, eps: float = 1e-5, momentum: float = 0.9) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.running_mean, self.running_var = 0, 1

    def _update(self, old, new):
        return self.momentum * old + (1 - self.momentum) * new

    def forward(self, X, gamma, beta, train=True):
        if train:
            mean = X.mean(0)
            var = (X**2).mean(0) - mean**2
            self.running_mean = self._update(self.running_mean, mean)
            self.running_var = self._update(self.running_var, var)
        else:
            mean, var = self.running_mean, self.running_var
        std = np.sqrt(var + self.eps)
        hat = (X - mean) / std
        self.remember(hat, std, gamma)
        return hat * gamma + beta

    def backward(self, dZ):
        hat, std, gamma = self._cache
        d = dZ * gamma
        return [(d - d.mean(0) - hat * np.mean(d * hat, 0)) / std, np.sum(dZ * hat, 0), np.sum(dZ, 0)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--x", type=float, default=0.5)
    print(TanhGate().forward(np.array([[parser.parse_args().x]])))
