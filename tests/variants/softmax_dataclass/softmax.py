# Differs from the reference: the gate is a dataclass with a property, arrays are changed in place after they were copied.
from dataclasses import dataclass, field

import numpy as np


def softmax_probability(z):
    z = np.array(z, dtype=float)
    small = np.exp(-2 * np.abs(z))
    return np.where(z < 0, small, 1.0) / (1.0 + small)


def log_likelihood(w, F, y):
    m = F.dot(w) * y
    large = m >= 0
    out = np.empty_like(m, dtype=float)
    out[large] = -np.log1p(np.exp(-2 * m[large]))
    out[~large] = 2 * m[~large] - np.log1p(np.exp(2 * m[~large]))
    return float(out.sum())


def softmax_loss(w, F, y):
    return -1 * log_likelihood(w, F, y)


def softmax(S):
    S = np.copy(S)
    S -= S.max(axis=1, keepdims=True)
    np.exp(S, out=S)
    S /= S.sum(axis=1, keepdims=True)
    return S


@dataclass
class SoftmaxLossGate:
    log_p: np.ndarray = field(default=None, repr=False)
    labels: np.ndarray = field(default=None, repr=False)

    @property
    def probabilities(self):
        return np.exp(self.log_p)

    def forward(self, S, y):
        self.log_p = S - S.max(axis=1, keepdims=True)
        self.log_p -= np.log(np.exp(self.log_p).sum(axis=1, keepdims=True))
        self.labels = np.asarray(y, dtype=int)
        return float(-np.mean(np.diagonal(self.log_p[:, self.labels])))

    def backward(self, dloss=1.0):
        target = np.eye(self.log_p.shape[1])[self.labels]
        return [(self.probabilities - target) * (dloss / self.log_p.shape[0])]
