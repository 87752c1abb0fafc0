# One mistake: the loss is the logarithm of a probability that has already rounded to 0.
# Loses: q6.stable_loss
# Told: its logarithm need not be computed from it
import numpy as np


def one_hot(y, classes):
    return np.eye(classes)[np.asarray(y, dtype=int)]


def softmax_probability(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-2 * np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def log_likelihood(w, F, y):
    m = y * np.dot(F, w)
    return np.sum(np.minimum(2 * m, 0) - np.log1p(np.exp(-2 * np.abs(m))))


def softmax_loss(w, F, y):
    return -log_likelihood(w, F, y)


def softmax(S):
    shifted = S - np.max(S, axis=1).reshape(-1, 1)
    exps = np.exp(shifted)
    return exps / np.sum(exps, axis=1).reshape(-1, 1)


class SoftmaxLossGate:
    def forward(self, S, y):
        N, C = S.shape
        self.Y = one_hot(y, C)
        self.P = softmax(S)
        return -np.mean(np.log(np.sum(self.Y * self.P, axis=1)))

    def backward(self, dloss=1.0):
        return [dloss * (self.P - self.Y) / self.Y.shape[0]]
