# One mistake: the gradient does not flow through the variance.
# Loses: q11.slope, q11.gate, q11.pairs
# Told: Three arrows leave x
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.cache = X.copy(), W.copy()
        XW = np.matmul(X, W)
        return np.add(XW, b.reshape(1, -1))

    def backward(self, dZ):
        X, W = self.cache
        ones = np.ones(len(X))
        return [np.matmul(dZ, np.transpose(W)), np.matmul(np.transpose(X), dZ), ones @ dZ]


class SigmoidGate:
    def forward(self, X):
        self.out = np.empty(X.shape)
        pos = X >= 0
        self.out[pos] = 1 / (1 + np.exp(-X[pos]))
        e = np.exp(X[~pos])
        self.out[~pos] = e / (1 + e)
        return self.out

    def backward(self, dZ):
        local = self.out - self.out**2
        return [np.multiply(local, dZ)]


class TanhGate:
    def forward(self, X):
        e = np.exp(-2 * np.abs(X))
        self.t = np.sign(X) * (1 - e) / (1 + e)
        return self.t

    def backward(self, dZ):
        local = (1 - self.t) * (1 + self.t)
        return [np.multiply(local, dZ)]


class ReLUGate:
    def forward(self, X):
        out = X.copy()
        out[out < 0] = 0
        self.out = out
        return out

    def backward(self, dZ):
        dX = dZ.copy()
        dX[self.out == 0] = 0
        return [dX]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        out = X.copy()
        self.negative = X < 0
        out[self.negative] *= self.slope
        return out

    def backward(self, dZ):
        dX = dZ.copy()
        dX[self.negative] *= self.slope
        return [dX]


class DropoutGate:
    def __init__(self, p, rng):
        self.p = p
        self.rng = rng

    def forward(self, X, train=True):
        self.train = train
        if not train:
            return X
        self.dropped = self.rng.uniform(size=X.shape) < self.p
        out = X / (1 - self.p)
        out[self.dropped] = 0
        return out

    def backward(self, dout):
        if not self.train:
            return [dout]
        dX = dout / (1 - self.p)
        dX[self.dropped] = 0
        return [dX]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = np.zeros((1, 1))
        self.running_var = np.ones((1, 1))

    def forward(self, X, gamma, beta, train=True):
        if not train:
            return gamma * (X - self.running_mean) / np.sqrt(self.running_var + self.eps) + beta
        N = X.shape[0]
        self.mu = np.sum(X, axis=0, keepdims=True) / N
        self.xmu = X - self.mu
        self.sq = self.xmu**2
        self.var = np.sum(self.sq, axis=0, keepdims=True) / N
        self.sqrtvar = np.sqrt(self.var + self.eps)
        self.ivar = 1 / self.sqrtvar
        self.xhat = self.xmu * self.ivar
        self.gamma = gamma
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * self.mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * self.var * N / (N - 1)
        return self.xhat * gamma + beta

    def backward(self, dZ):
        N, D = dZ.shape
        dbeta = np.sum(dZ, axis=0)
        dgamma = np.sum(dZ * self.xhat, axis=0)
        dxhat = dZ * self.gamma
        divar = np.sum(dxhat * self.xmu, axis=0, keepdims=True)
        dxmu1 = dxhat * self.ivar
        dsqrtvar = -divar / self.sqrtvar**2
        dvar = 0.5 * dsqrtvar / np.sqrt(self.var + self.eps)
        dsq = np.ones((N, D)) * dvar / N
        dxmu2 = 2 * self.xmu * dsq
        dx1 = dxmu1
        dmu = -np.sum(dx1, axis=0, keepdims=True)
        dx2 = np.ones((N, D)) * dmu / N
        return [dx1 + dx2, dgamma, dbeta]
