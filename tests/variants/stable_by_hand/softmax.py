# Differs from the reference: case by case with math, likelihood and loss independent of each other, one-hot by np.eye.
import math

import numpy as np


def softmax_probability(z):
    def one(value):
        return 1 / (1 + math.exp(-2 * value)) if value >= 0 else math.exp(2 * value) / (1 + math.exp(2 * value))

    return np.vectorize(one, otypes=[float])(z) if np.ndim(z) else one(z)


def log_likelihood(w, F, y):
    total = 0.0
    for f, label in zip(F, y):
        m = label * sum(a * b for a, b in zip(f, w))
        total -= math.log1p(math.exp(-2 * m)) if m >= 0 else math.log1p(math.exp(2 * m)) - 2 * m
    return total


def softmax_loss(w, F, y):
    return float(np.sum(np.logaddexp(0.0, -2.0 * (F * y[:, None]) @ w)))


def softmax(S):
    P = np.empty(S.shape)
    for i, row in enumerate(S):
        e = [math.exp(s - max(row)) for s in row]
        P[i] = np.array(e) / math.fsum(e)
    return P


class SoftmaxLossGate:
    def forward(self, S, y):
        shifted = S - np.amax(S, 1, keepdims=True)
        self.logp = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
        self.hot = np.eye(S.shape[1])[y]
        return -(self.hot * self.logp).sum() / S.shape[0]

    def backward(self, dloss=1):
        return [np.exp(self.logp) * dloss / len(self.hot) - self.hot * dloss / len(self.hot)]
