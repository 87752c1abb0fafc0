# Differs from the reference: Q2 by Q6, scores (z, -z) as two columns; the gate recomputes everything in backward.
import numpy as np
from numpy import exp, log


def log_softmax(S):
    S = np.atleast_2d(S)
    S = S - S.max(axis=1)[:, np.newaxis]
    return S - log(exp(S).sum(axis=1))[:, np.newaxis]


def softmax_probability(z):
    z = np.asarray(z, dtype=float)
    return exp(log_softmax(np.column_stack([z.ravel(), -z.ravel()]))[:, 0]).reshape(z.shape)[()]


def log_likelihood(w, F, y):
    z = F @ w
    columns = np.where(y > 0, 0, 1)
    return log_softmax(np.transpose([z, -z]))[np.arange(len(y)), columns].sum()


def softmax_loss(w, F, y):
    return float(np.negative(log_likelihood(w=w, F=F, y=y)))


def softmax(S):
    return exp(log_softmax(S))


class SoftmaxLossGate:
    def forward(self, S, y):
        self.S, self.y = S.copy(), np.array(y, dtype=np.int64)
        mask = self.y[:, None] == np.arange(S.shape[1])[None, :]
        return -log_softmax(S)[mask].mean()

    def backward(self, dloss=1.0):
        dS = softmax(self.S)
        np.subtract.at(dS, (np.arange(len(dS)), self.y), 1.0)
        return [np.multiply(dloss, dS) / np.float64(len(dS))]
