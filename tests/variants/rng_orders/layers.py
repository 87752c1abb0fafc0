# Differs from the reference: dropout by zeroing indices, by binomial draws and with a shortcut for p = 0; ReLU by clip.
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.saved = X, W
        Z = np.dot(X, W)
        Z += b
        return Z

    def backward(self, dZ):
        X, W = self.saved
        return [np.dot(W, dZ.T).T, np.dot(dZ.T, X).T, np.ones(len(dZ)) @ dZ]


class SigmoidGate:
    def forward(self, X):
        self.X = X
        return self._value(X)

    def _value(self, X):
        e = np.exp(-np.abs(X))
        return np.where(X >= 0, 1 / (1 + e), e / (1 + e))

    def backward(self, dZ):
        s = self._value(self.X)
        return [dZ * s * self._value(-self.X)]


class TanhGate:
    def forward(self, X):
        e = np.exp(-2 * np.abs(X))
        self.out = np.sign(X) * (1 - e) / (1 + e)
        return self.out

    def backward(self, dZ):
        return [(1 - self.out) * (1 + self.out) * dZ]


class ReLUGate:
    def forward(self, X):
        out = np.clip(X, 0, None)
        self.on = out > 0
        return out

    def backward(self, dZ):
        dX = np.zeros_like(dZ, dtype=float)
        dX[self.on] = dZ[self.on]
        return [dX]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.factor = np.where(X > 0, 1.0, self.slope)
        return X * self.factor

    def backward(self, dZ):
        return [dZ * self.factor]


class DropoutGate:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng
        self.mask = None

    def forward(self, X, train=True):
        if not train or self.p == 0:
            self.mask = None
            return X.copy()
        self.mask = self.rng.binomial(1, 1 - self.p, size=X.shape)
        out = X / (1 - self.p)
        out[self.mask == 0] = 0
        return out

    def backward(self, dout):
        if self.mask is None:
            return [dout.copy()]
        return [self.mask * dout / (1.0 - self.p)]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum = eps, momentum
        self.running_mean, self.running_var = None, None

    def forward(self, X, gamma, beta, train=True):
        if self.running_mean is None:
            self.running_mean, self.running_var = np.zeros(X.shape[1]), np.ones(X.shape[1])
        if train:
            mean = X.mean(axis=0)
            var = np.mean(X**2, axis=0) - mean**2
            keep = self.momentum
            self.running_mean = keep * self.running_mean + (1 - keep) * mean
            self.running_var = keep * self.running_var + (1 - keep) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.gamma, self.inverse = gamma, 1 / np.sqrt(var + self.eps)
        self.hat = (X - mean) * self.inverse
        return self.hat * gamma + beta

    def backward(self, dZ):
        n = len(dZ)
        dgamma, dbeta = np.sum(dZ * self.hat, axis=0), np.sum(dZ, axis=0)
        dX = self.gamma * self.inverse / n * (n * dZ - dbeta - self.hat * dgamma)
        return [dX, dgamma, dbeta]
