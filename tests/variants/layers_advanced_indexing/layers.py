# Differs from the reference: masks as indices of copies, dropout by rng.binomial and np.putmask, batch normalization with N.
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W + b

    def backward(self, dZ):
        return [dZ @ self.W.T, self.X.T @ dZ, dZ.sum(axis=0)]


class SigmoidGate:
    def forward(self, X):
        self.output = 0.5 * (1 + np.tanh(0.5 * X))
        return self.output

    def backward(self, dZ):
        return [dZ * self.output * (1 - self.output)]


class TanhGate:
    def forward(self, X):
        self.output = np.tanh(X)
        return self.output

    def backward(self, dZ):
        return [dZ * (1 - self.output**2)]


class ReLUGate:
    def forward(self, X):
        self.off = np.nonzero(X <= 0)
        out = np.array(X, dtype=float)
        out[self.off] = 0
        return out

    def backward(self, dZ):
        dX = np.array(dZ, dtype=float)
        dX[self.off] = 0.0
        return [dX]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        out, self.rows = np.copy(X), np.where(X < 0)
        out[self.rows] *= self.slope
        return out

    def backward(self, dZ):
        dX = dZ.copy()
        dX[self.rows] *= self.slope
        return [dX]


class DropoutGate:
    def __init__(self, p, rng):
        self.p = p
        self.rng = rng

    def forward(self, X, train=True):
        self.kept = None
        if not train or self.p == 0:
            return X
        self.kept = self.rng.binomial(1, 1 - self.p, size=X.shape).astype(bool)
        out = X / (1 - self.p)
        np.putmask(out, ~self.kept, 0)
        return out

    def backward(self, dout):
        if self.kept is None:
            return [dout.copy()]
        return [np.where(self.kept, dout, 0) / (1 - self.p)]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = 0.0
        self.running_var = 1.0

    def forward(self, X, gamma, beta, train=True):
        if train:
            n = X.shape[0]
            mean = np.einsum("nd->d", X) / n
            centred = X - mean
            var = np.einsum("nd,nd->d", centred, centred) / n
            for name, new in (("running_mean", mean), ("running_var", var)):
                setattr(self, name, self.momentum * getattr(self, name) + (1 - self.momentum) * new)
        else:
            centred, var = X - self.running_mean, self.running_var
        self.kept = centred, 1 / np.sqrt(var + self.eps), gamma
        return centred * self.kept[1] * gamma + beta

    def backward(self, dZ):
        centred, inverse, gamma = self.kept
        n = len(centred)
        dX_hat = dZ * gamma
        dvar = np.sum(dX_hat * centred, axis=0) * -0.5 * inverse**3
        dmean = -np.sum(dX_hat * inverse, axis=0) - 2 * dvar * np.mean(centred, axis=0)
        return dX_hat * inverse + 2 / n * dvar * centred + dmean / n, np.einsum("nd,nd->d", dZ, centred * inverse), np.add.reduce(dZ)
