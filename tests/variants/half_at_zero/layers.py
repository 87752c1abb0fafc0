# Differs from the reference: ReLU's slope at 0 is one half, x * (x > 0) gives -0.0, masks are kept as numbers.
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return np.stack([row @ W + b for row in X])

    def backward(self, dZ):
        dW = np.zeros_like(self.W, dtype=float)
        for x, dz in zip(self.X, dZ):
            dW += np.outer(x, dz)
        return [np.stack([self.W @ dz for dz in dZ]), dW, sum(dZ)]


class SigmoidGate:
    def forward(self, X):
        self.s = 0.5 * (np.tanh(X / 2) + 1)
        return self.s

    def backward(self, dZ):
        return [(self.s - self.s * self.s) * dZ]


class TanhGate:
    def forward(self, X):
        self.t = np.tanh(X)
        return self.t

    def backward(self, dZ):
        return [dZ - dZ * self.t * self.t]


class ReLUGate:
    def forward(self, X):
        self.mask = 0.5 * (np.sign(X) + 1)
        return X * (X > 0)

    def backward(self, dZ):
        return [self.mask * dZ]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X.copy()
        return np.maximum(0, X) + self.slope * np.minimum(0, X)

    def backward(self, dZ):
        dX = np.array(dZ, dtype=float)
        dX[self.X < 0] *= self.slope
        return [dX]


class DropoutGate:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng

    def forward(self, X, train=True):
        self.keep = self.rng.uniform(size=X.shape) > self.p if train else np.full(X.shape, True)
        self.q = 1 - self.p if train else 1.0
        return np.where(self.keep, X / self.q, 0.0)

    def backward(self, dout):
        return [np.where(self.keep, dout / self.q, 0.0)]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum, self.running_mean, self.running_var = eps, momentum, 0, 1

    def forward(self, X, gamma, beta, train=True):
        if not train:
            return (X - self.running_mean) / (self.running_var + self.eps) ** 0.5 * gamma + beta
        self.centred = X - X.mean(0)
        var = (self.centred**2).mean(0)
        self.running_mean = self.running_mean + (1 - self.momentum) * (X.mean(0) - self.running_mean)
        self.running_var = self.running_var + (1 - self.momentum) * (var - self.running_var)
        self.sigma, self.gamma = (var + self.eps) ** 0.5, gamma
        return self.centred / self.sigma * gamma + beta

    def backward(self, dZ):
        n = len(dZ)
        hat = self.centred / self.sigma
        d = dZ * self.gamma
        dvar = (d * self.centred).sum(0) * -0.5 * self.sigma**-3
        dmean = -d.sum(0) / self.sigma - 2 * dvar * self.centred.mean(0)
        dX = d / self.sigma + dvar * 2 * self.centred / n + dmean / n
        return [dX, (dZ * hat).sum(0), dZ.sum(0)]
