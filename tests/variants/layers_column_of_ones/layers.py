# Differs from the reference: the bias as a last row of W under a column of ones, np.clip and np.heaviside for ReLU, slopes
# kept as arrays on the way forward, masks by rng.binomial, batch normalization as a graph of seven steps.
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.inputs = np.hstack([X, np.ones((X.shape[0], 1))])
        self.weights = np.vstack([W, b[None, :]])
        return np.tensordot(self.inputs, self.weights, axes=1)

    def backward(self, dZ):
        both = np.tensordot(self.inputs, dZ, axes=(0, 0))
        return [np.inner(dZ, self.weights[:-1]), both[:-1], both[-1]]


class Entrywise:
    def forward(self, X):
        value, self.slope_at_X = self.value_and_slope(np.asarray(X, dtype=float))
        return value

    def backward(self, dZ):
        return np.multiply(dZ, self.slope_at_X)[None]


class SigmoidGate(Entrywise):
    def value_and_slope(self, X):
        value = np.empty_like(X)
        value[X >= 0] = 1 / (1 + np.exp(-X[X >= 0]))
        grown = np.exp(X[X < 0])
        value[X < 0] = grown / (1 + grown)
        return value, value - value**2


class TanhGate(Entrywise):
    def value_and_slope(self, X):
        value = np.tanh(X)
        return value, (1 - value) * (1 + value)


class ReLUGate(Entrywise):
    def value_and_slope(self, X):
        return np.clip(X, 0, None), np.heaviside(X, 1)


class LeakyReLUGate(Entrywise):
    def __init__(self, slope=0.1):
        self.slope = slope

    def value_and_slope(self, X):
        slopes = np.full(X.shape, self.slope)
        np.copyto(slopes, 1.0, where=X > 0)
        return slopes * X, slopes


class DropoutGate:
    def __init__(self, p, rng):
        self.p, self.rng, self.kept = p, rng, None

    def forward(self, X, train=True):
        self.kept = self.rng.binomial(1, 1 - self.p, size=X.shape) if train and self.p else None
        return X.copy() if self.kept is None else np.where(self.kept, X / (1 - self.p), 0.0)

    def backward(self, dout):
        return [dout.copy() if self.kept is None else np.where(self.kept, dout / (1 - self.p), 0.0)]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum = eps, momentum
        self.running_mean, self.running_var = np.zeros(1), np.ones(1)

    def forward(self, X, gamma, beta, train=True):
        mean, var = (np.average(X, axis=0), np.average(X**2, axis=0)) if train else (self.running_mean, None)
        centred = X - mean
        var = np.average(centred**2, axis=0) if train else self.running_var
        if train:
            for name, batch in (("running_mean", mean), ("running_var", var)):
                setattr(self, name, self.momentum * getattr(self, name) + (1 - self.momentum) * batch)
        inverse = (var + self.eps) ** -0.5
        self.steps = centred, inverse, gamma
        return centred * inverse * gamma + beta

    def backward(self, dZ):
        centred, inverse, gamma = self.steps
        N = len(dZ)
        dnormal = dZ * gamma
        dinverse = np.sum(dnormal * centred, axis=0)
        dvar = -0.5 * dinverse * inverse**3
        dcentred = dnormal * inverse + 2 / N * centred * dvar
        dX = dcentred - np.sum(dcentred, axis=0) / N
        return dX, np.einsum("nd,nd->d", dZ, centred * inverse), np.einsum("nd->d", dZ)
