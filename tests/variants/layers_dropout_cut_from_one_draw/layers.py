# Differs from the reference: dropout by rng.choice with probabilities and by division first; running statistics kept with two axes.
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
        self.positive = X > 0
        return np.maximum(X, 0)

    def backward(self, dZ):
        return [dZ * self.positive]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.positive = X > 0
        return np.maximum(self.slope * X, X)

    def backward(self, dZ):
        return [np.where(self.positive, dZ, self.slope * dZ)]


class DropoutGate:
    def __init__(self, p, rng):
        self.p = p
        self.rng = rng

    def forward(self, X, train=True):
        factors = np.array([0.0, 1 / (1 - self.p)])
        self.scale = factors[self.rng.choice(2, size=X.shape, p=[self.p, 1 - self.p])] if train else 1.0
        return X * self.scale

    def backward(self, dout):
        return [dout * self.scale]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = 0.0
        self.running_var = 1.0

    def forward(self, X, gamma, beta, train=True):
        if train:
            mean = X.mean(axis=0, keepdims=True)
            var = (X**2).mean(axis=0, keepdims=True) - mean**2
            self.running_mean = (self.momentum * self.running_mean + (1 - self.momentum) * mean).ravel()
            self.running_var = (self.momentum * self.running_var + (1 - self.momentum) * var).ravel()
        else:
            mean, var = np.atleast_2d(self.running_mean), np.atleast_2d(self.running_var)
        self.gamma, self.std = gamma, np.sqrt(var + self.eps)
        self.X_hat = (X - mean) / self.std
        return self.X_hat * gamma + beta

    def backward(self, dZ):
        dX_hat = dZ * self.gamma
        through_mean = dX_hat.mean(axis=0)
        through_var = self.X_hat * (dX_hat * self.X_hat).mean(axis=0)
        dX = (dX_hat - through_mean - through_var) / self.std
        return [dX, (dZ * self.X_hat).sum(axis=0), dZ.sum(axis=0)]
