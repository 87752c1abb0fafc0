# Differs from the reference: one example at a time, math for one number at a time where that is quick enough.
import math

import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.X = X
        self.W = W
        Z = np.zeros((len(X), W.shape[1]))
        for i in range(len(X)):
            Z[i] = np.dot(X[i], W) + b
        return Z

    def backward(self, dZ):
        dX = np.zeros(self.X.shape)
        dW = np.zeros(self.W.shape)
        db = np.zeros(self.W.shape[1])
        for i in range(len(dZ)):
            dX[i] = np.dot(self.W, dZ[i])
            dW += np.outer(self.X[i], dZ[i])
            db += dZ[i]
        return [dX, dW, db]


def sigmoid_of_one(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


class SigmoidGate:
    def forward(self, X):
        self.X = X
        return np.vectorize(sigmoid_of_one)(X)

    def backward(self, dZ):
        dX = np.zeros(dZ.shape)
        for i in range(dZ.shape[0]):
            for j in range(dZ.shape[1]):
                s = sigmoid_of_one(self.X[i, j])
                dX[i, j] = dZ[i, j] * s * (1 - s)
        return [dX]


class TanhGate:
    def forward(self, X):
        self.Z = np.vectorize(math.tanh)(X)
        return self.Z

    def backward(self, dZ):
        return [np.array([drow * (1 - zrow * zrow) for drow, zrow in zip(dZ, self.Z)])]


class ReLUGate:
    def forward(self, X):
        self.X = X
        return np.array([np.maximum(0.0, row) for row in X])

    def backward(self, dZ):
        dX = np.zeros(dZ.shape)
        for i in range(len(dZ)):
            dX[i][self.X[i] > 0] = dZ[i][self.X[i] > 0]
        return [dX]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.array([np.maximum(self.slope * row, row) for row in X])

    def backward(self, dZ):
        dX = dZ.copy()
        for i in range(len(dX)):
            for j in range(len(dX[i])):
                if self.X[i][j] < 0:
                    dX[i][j] *= self.slope
        return [dX]


class DropoutGate:
    def __init__(self, p, rng):
        self.p = p
        self.rng = rng

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X.copy()
        self.mask = np.zeros(X.shape)
        for i in range(X.shape[0]):
            for j in range(X.shape[1]):
                if self.rng.random() >= self.p:
                    self.mask[i, j] = 1 / (1 - self.p)
        return X * self.mask

    def backward(self, dout):
        if self.mask is None:
            return [dout.copy()]
        return [dout * self.mask]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = None
        self.running_var = None

    def forward(self, X, gamma, beta, train=True):
        N, D = X.shape
        if self.running_mean is None:
            self.running_mean = np.zeros(D)
            self.running_var = np.ones(D)
        self.X = X
        self.gamma = gamma
        self.mean = np.zeros(D)
        self.var = np.zeros(D)
        for j in range(D):
            if train:
                self.mean[j] = sum(X[:, j]) / N
                self.var[j] = sum((X[:, j] - self.mean[j]) ** 2) / N
                self.running_mean[j] = self.momentum * self.running_mean[j] + (1 - self.momentum) * self.mean[j]
                self.running_var[j] = self.momentum * self.running_var[j] + (1 - self.momentum) * self.var[j]
            else:
                self.mean[j] = self.running_mean[j]
                self.var[j] = self.running_var[j]
        Z = np.zeros((N, D))
        for i in range(N):
            Z[i] = gamma * (X[i] - self.mean) / np.sqrt(self.var + self.eps) + beta
        return Z

    def backward(self, dZ):
        N, D = dZ.shape
        dX = np.zeros((N, D))
        dgamma = np.zeros(D)
        dbeta = np.zeros(D)
        for j in range(D):
            s = math.sqrt(self.var[j] + self.eps)
            centred = self.X[:, j] - self.mean[j]
            dxhat = dZ[:, j] * self.gamma[j]
            dvar = -0.5 * sum(dxhat * centred) / s**3
            dmean = -sum(dxhat) / s
            dX[:, j] = dxhat / s + dvar * 2 * centred / N + dmean / N
            dgamma[j] = sum(dZ[:, j] * centred / s)
            dbeta[j] = sum(dZ[:, j])
        return [dX, dgamma, dbeta]
