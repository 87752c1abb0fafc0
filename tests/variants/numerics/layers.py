# Differs from the reference: other formulas for the same numbers; ReLU's slope at 0 is 1; gates recompute forward in backward.
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W, self.b = X, W, b
        stacked = np.hstack([X, np.ones((X.shape[0], 1))])
        return stacked @ np.vstack([W, b])

    def backward(self, dZ):
        stacked = np.hstack([self.X, np.ones((self.X.shape[0], 1))])
        both = stacked.T @ dZ
        return (dZ @ self.W.transpose(), both[:-1], both[-1])


class SigmoidGate:
    def forward(self, X):
        self.X = X
        return np.where(X >= 0, 1 / (1 + np.exp(-np.abs(X))), 1 - 1 / (1 + np.exp(-np.abs(X))))

    def backward(self, dZ):
        return [dZ * self.forward(self.X) * self.forward(-self.X)]


class TanhGate:
    def forward(self, X):
        self.X = X
        with np.errstate(over="ignore"):
            return 2 / (1 + np.exp(-2 * X)) - 1

    def backward(self, dZ):
        return [dZ * (1 - self.forward(self.X) ** 2)]


class ReLUGate:
    def forward(self, X):
        self.X = X
        return (X + np.abs(X)) / 2

    def backward(self, dZ):
        return [np.where(self.X >= 0, dZ, 0)]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.maximum(X, 0) + self.slope * np.minimum(X, 0)

    def backward(self, dZ):
        return [dZ * (self.X > 0) + self.slope * dZ * (self.X <= 0)]


class DropoutGate:
    def __init__(self, p, rng):
        self.keep = 1 - p
        self.rng = rng

    def forward(self, X, train=True):
        self.mask = self.rng.choice([0.0, 1.0], size=X.shape, p=[1 - self.keep, self.keep]) if train else self.keep
        return X / self.keep * self.mask

    def backward(self, dout):
        return [dout / self.keep * self.mask]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum

    running_mean, running_var = 0.0, 1.0

    def forward(self, X, gamma, beta, train=True):
        if train:
            mean, var = np.average(X, axis=0), np.cov(X, rowvar=False, bias=True).diagonal()
            self.running_mean = self.running_mean + (1 - self.momentum) * (mean - self.running_mean)
            self.running_var = self.running_var + (1 - self.momentum) * (var - self.running_var)
        else:
            mean, var = self.running_mean, self.running_var
        self.hat = (X - mean) * (var + self.eps) ** -0.5
        self.factor = gamma * (var + self.eps) ** -0.5
        return self.hat * gamma + beta

    def backward(self, dZ):
        # the Jacobian of one column, written out
        N = len(dZ)
        dX = np.empty_like(dZ)
        for j in range(dZ.shape[1]):
            h = self.hat[:, j]
            J = np.eye(N) - 1 / N - np.outer(h, h) / N
            dX[:, j] = self.factor[j] * J @ dZ[:, j]
        return [dX, np.diag(self.hat.T @ dZ).copy(), np.ones(N) @ dZ]
