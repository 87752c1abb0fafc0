# One mistake: momentum weighs the new batch instead of the old average.
# Loses: q11.running
# Told: After batch 1 running_mean[
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.saved = (X, W)
        return np.einsum("nd,dh->nh", X, W, optimize=True) + b

    def backward(self, dZ):
        X, W = self.saved
        dX = np.einsum("nh,dh->nd", dZ, W, optimize=True)
        dW = np.einsum("nd,nh->dh", X, dZ, optimize=True)
        db = np.einsum("nh->h", dZ)
        return [dX, dW, db]


class SigmoidGate:
    def forward(self, X):
        with np.errstate(over="ignore"):
            self.s = 1.0 / (1.0 + np.exp(-X))
        return self.s

    def backward(self, dZ):
        return [np.einsum("nd,nd,nd->nd", dZ, self.s, 1 - self.s)]


class TanhGate:
    def forward(self, X):
        self.X = X
        return np.tanh(X)

    def backward(self, dZ):
        with np.errstate(over="ignore"):
            return [dZ / np.cosh(self.X) ** 2]


class ReLUGate:
    def forward(self, X):
        self.step = np.heaviside(X, 0.5)
        return X * self.step

    def backward(self, dZ):
        return [dZ * self.step]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.local = np.select([X > 0, X < 0], [1.0, self.slope], default=1.0)
        return X * self.local

    def backward(self, dZ):
        return [dZ * self.local]


class DropoutGate:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng

    def forward(self, X, train=True):
        keep = self.rng.binomial(1, 1 - self.p, size=X.shape) if train else np.full(X.shape, 1 - self.p)
        self.factor = keep / (1 - self.p)
        return np.einsum("nd,nd->nd", X, self.factor)

    def backward(self, dout):
        return [np.einsum("nd,nd->nd", dout, self.factor)]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum = eps, momentum
        self.running_mean, self.running_var = np.array(0.0), np.array(1.0)

    def forward(self, X, gamma, beta, train=True):
        N = len(X)
        if train:
            mean = np.einsum("nd->d", X) / N
            centred = X - mean
            var = np.einsum("nd,nd->d", centred, centred) / N
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mean
            self.running_var = (1 - m) * self.running_var + m * var
        else:
            centred, var = X - self.running_mean, self.running_var
        self.inv = 1 / np.sqrt(var + self.eps)
        self.hat, self.gamma = centred * self.inv, gamma
        return self.hat * gamma + beta

    def backward(self, dZ):
        N = len(dZ)
        dbeta = np.einsum("nd->d", dZ)
        dgamma = np.einsum("nd,nd->d", dZ, self.hat)
        dX = self.gamma * self.inv / N * (N * dZ - dbeta - self.hat * dgamma)
        return dX, dgamma, dbeta
