# Differs from the reference: forward leaves a function behind that goes back; a factory makes the activations.
import numpy as np


class Gate:
    def backward(self, dZ):
        return self.back(dZ)


class LinearGate(Gate):
    def forward(self, X, W, b):
        self.back = lambda dZ: [dZ @ np.transpose(W), np.transpose(X) @ dZ, np.ones(len(X)) @ dZ]
        return np.add(X @ W, b)


def elementwise(curve, slope_from_output):
    class Activation(Gate):
        def forward(self, X):
            Z = curve(X)
            self.back = lambda dZ: [dZ * slope_from_output(Z)]
            return Z.copy()

    return Activation


SigmoidGate = elementwise(lambda X: np.exp(-np.logaddexp(0, -X)), lambda Z: Z - Z * Z)
TanhGate = elementwise(lambda X: np.tanh(X), lambda Z: (1 + Z) * (1 - Z))
ReLUGate = elementwise(lambda X: X * (X > 0), lambda Z: (Z > 0).astype(float))


class LeakyReLUGate(Gate):
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        factor = np.ones_like(X)
        factor[X < 0] = self.slope
        self.back = lambda dZ: [dZ * factor]
        return X * factor


class DropoutGate(Gate):
    def __init__(self, p, rng):
        self.p, self.rng = p, rng

    def forward(self, X, train=True):
        if not train or self.p == 0:
            self.back = lambda dout: [dout.copy()]
            return X.copy()
        dropped = self.rng.random(X.shape) < self.p
        out = X / (1 - self.p)
        out[dropped] = 0

        def back(dout):
            dX = dout / (1 - self.p)
            dX[dropped] = 0
            return [dX]

        self.back = back
        return out


class BatchNormGate(Gate):
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = 0.0
        self.running_var = 1.0

    def forward(self, X, gamma, beta, train=True):
        if not train:
            return gamma * (X - self.running_mean) / np.sqrt(self.running_var + self.eps) + beta
        n = len(X)
        mean = np.sum(X, axis=0) / n
        shifted = X - mean
        var = np.sum(shifted**2, axis=0) / n
        inverse = (var + self.eps) ** -0.5

        def back(dZ):
            dhat = dZ * gamma
            dvar = np.sum(dhat * shifted, axis=0) * -0.5 * inverse**3
            dmean = -np.sum(dhat, axis=0) * inverse
            dX = dhat * inverse + dvar * 2 * shifted / n + dmean / n
            return [dX, np.sum(dZ * shifted * inverse, axis=0), np.sum(dZ, axis=0)]

        self.back = back
        self.running_mean = self.running_mean * self.momentum + mean * (1 - self.momentum)
        self.running_var = self.running_var * self.momentum + var * (1 - self.momentum)
        return gamma * shifted * inverse + beta
