# Differs from the reference: labels become one-hot rows, and backward returns the array without a list around it.
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
        shifted = S - np.max(S, axis=1).reshape(N, 1)
        log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1)).reshape(N, 1)
        return -np.sum(self.Y * log_probs) / N

    def backward(self, dloss=1.0):
        return dloss * (self.P - self.Y) / self.Y.shape[0]
