# Differs from the reference: everything is computed and returned in float32.
import numpy as np

f32 = np.float32


class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X.astype(f32), W.astype(f32)
        return self.X @ self.W + b.astype(f32)

    def backward(self, dZ):
        dZ = dZ.astype(f32)
        return [dZ @ self.W.T, self.X.T @ dZ, dZ.sum(0)]


class SigmoidGate:
    def forward(self, X):
        self.out = (1 / (1 + np.exp(-np.clip(X, -80, 80)))).astype(f32)
        return self.out

    def backward(self, dZ):
        return [dZ.astype(f32) * self.out * (1 - self.out)]


class TanhGate:
    def forward(self, X):
        self.out = np.tanh(X.astype(f32))
        return self.out

    def backward(self, dZ):
        return [dZ.astype(f32) * (1 - self.out * self.out)]


class ReLUGate:
    def forward(self, X):
        X = X.astype(f32)
        self.mask = X > 0
        return X * self.mask

    def backward(self, dZ):
        return [dZ.astype(f32) * self.mask]


class LeakyReLUGate:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        X = X.astype(f32)
        self.factor = np.where(X > 0, f32(1), f32(self.slope))
        return X * self.factor

    def backward(self, dZ):
        return [dZ.astype(f32) * self.factor]


class DropoutGate:
    def __init__(self, p, rng):
        self.p = p
        self.rng = rng

    def forward(self, X, train=True):
        if train and self.p > 0:
            self.mask = (self.rng.random(X.shape, dtype=f32) >= self.p).astype(f32) / f32(1 - self.p)
        else:
            self.mask = f32(1)
        return X.astype(f32) * self.mask

    def backward(self, dout):
        return [dout.astype(f32) * self.mask]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = f32(0)
        self.running_var = f32(1)

    def forward(self, X, gamma, beta, train=True):
        X, self.gamma = X.astype(f32), gamma.astype(f32)
        if train:
            mean, var = X.mean(axis=0), X.var(axis=0)
            self.running_mean = f32(self.momentum) * self.running_mean + f32(1 - self.momentum) * mean
            self.running_var = f32(self.momentum) * self.running_var + f32(1 - self.momentum) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.inv = 1 / np.sqrt(var + f32(self.eps))
        self.hat = (X - mean) * self.inv
        return self.gamma * self.hat + beta.astype(f32)

    def backward(self, dZ):
        dZ = dZ.astype(f32)
        dhat = dZ * self.gamma
        dX = self.inv * (dhat - dhat.mean(0) - self.hat * (dhat * self.hat).mean(0))
        return [dX, (dZ * self.hat).sum(0), dZ.sum(0)]
