# Differs from the reference: activations inherit from one elementwise gate that knows curve and slope; class attributes.
import numpy as np


class LinearGate:
    def forward(self, X, W, b):
        self.inputs = (X, W, b)
        return np.dot(X, W) + b[None, :]

    def backward(self, dZ):
        X, W, _ = self.inputs
        return [np.dot(dZ, W.T), np.dot(X.T, dZ), np.sum(dZ, 0)]


class ElementwiseGate:
    def forward(self, X):
        self.X = X
        return self.curve(X)

    def backward(self, dZ):
        return [np.multiply(dZ, self.slope_at(self.X))]


class SigmoidGate(ElementwiseGate):
    def curve(self, X):
        small = np.exp(-np.abs(X))
        return np.where(X >= 0, 1 / (1 + small), small / (1 + small))

    def slope_at(self, X):
        return self.curve(X) * self.curve(-X)


class TanhGate(ElementwiseGate):
    curve = staticmethod(np.tanh)

    @classmethod
    def slope_at(cls, X):
        return 1 - np.square(cls.curve(X))


class LeakyReLUGate(ElementwiseGate):
    def __init__(self, slope=0.1):
        self.slope = slope

    def curve(self, X):
        return X * self.slope_at(X)

    def slope_at(self, X):
        return np.where(X > 0, 1.0, self.slope)


class ReLUGate(LeakyReLUGate):
    def __init__(self):
        super().__init__(slope=0.0)


class DropoutGate:
    def __init__(self, p, rng):
        self.keep, self.rng = 1 - p, rng

    def forward(self, X, train=True):
        self.mask = self.rng.binomial(1, self.keep, size=np.shape(X)) / self.keep if train else 1.0
        return self.mask * X

    def backward(self, dout):
        return [self.mask * dout]


class BatchNormGate:
    running_mean = 0.0
    running_var = 1.0

    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum = eps, momentum

    def forward(self, X, gamma, beta, train=True):
        mean, var = (X.mean(0), X.var(0)) if train else (self.running_mean, self.running_var)
        if train:
            rest = 1 - self.momentum
            self.running_mean = self.momentum * self.running_mean + rest * mean
            self.running_var = self.momentum * self.running_var + rest * var
        self.spread, self.gamma = np.sqrt(var + self.eps), gamma
        self.normal = (X - mean) / self.spread
        return self.normal * gamma + beta

    def backward(self, dZ):
        dnormal = dZ * self.gamma
        centred = dnormal - dnormal.mean(0) - self.normal * (dnormal * self.normal).mean(0)
        return [centred / self.spread, (dZ * self.normal).sum(0), dZ.sum(0)]
