# Differs from the reference: batch norm column by column, dropout row by row, branches by index, tuples back.
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X.dot(W) + np.tile(b, (len(X), 1))

    def backward(self, dZ):
        return dZ.dot(self.W.T), self.X.T.dot(dZ), np.array([dz.sum() for dz in dZ.T])


class SigmoidGate:
    def forward(self, X):
        self.Z = np.empty(X.shape)
        positive = X >= 0
        self.Z[positive] = 1 / (1 + np.exp(-X[positive]))
        self.Z[~positive] = np.exp(X[~positive]) / (1 + np.exp(X[~positive]))
        return self.Z.copy()

    def backward(self, dZ):
        return (dZ * self.Z * (1 - self.Z),)


class TanhGate:
    def forward(self, X):
        self.Z = 2 / (1 + np.exp(-2 * np.clip(X, -300, 300))) - 1
        return self.Z.copy()

    def backward(self, dZ):
        return (dZ - dZ * self.Z**2,)


class ReLUGate:
    def forward(self, X):
        out = X.copy()
        out[out < 0] = 0
        self.on = np.nonzero(out)
        return out

    def backward(self, dZ):
        dX = np.zeros_like(dZ)
        dX[self.on] = dZ[self.on]
        return (dX,)


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.clip(X, 0, None) + self.slope * np.clip(X, None, 0)

    def backward(self, dZ):
        return (dZ * (self.X > 0) + self.slope * dZ * (self.X <= 0),)


class DropoutGate:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng

    def forward(self, X, train=True):
        self.scale = np.array([self.row(len(x)) for x in X]) if train else np.ones_like(X)
        return X * self.scale

    def row(self, length):
        return self.rng.choice([0.0, 1 / (1 - self.p)], size=length, p=[self.p, 1 - self.p])

    def backward(self, dout):
        return (dout * self.scale,)


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum, self.running_mean, self.running_var = eps, momentum, 0.0, 1.0

    def forward(self, X, gamma, beta, train=True):
        means = X.mean(axis=0) if train else np.broadcast_to(self.running_mean, X.shape[1:])
        variances = np.mean((X - means) ** 2, axis=0) if train else np.broadcast_to(self.running_var, X.shape[1:])
        columns = []
        for column, mean, variance in zip(X.T, means, variances):
            columns.append((column - mean) / np.sqrt(variance + self.eps))
        self.hat, self.std, self.gamma = np.column_stack(columns), np.sqrt(variances + self.eps), gamma
        if train:
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * means
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * variances
        return gamma * self.hat + beta

    def backward(self, dZ):
        n, columns = len(dZ), []
        for d, hat, std, g in zip(dZ.T, self.hat.T, self.std, self.gamma):
            columns.append(g / (n * std) * (n * d - d.sum() - hat * (d @ hat)))
        return (np.column_stack(columns), np.einsum("nd,nd->d", dZ, self.hat), dZ.sum(axis=0))
