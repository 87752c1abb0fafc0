# Differs from the reference: formulas that overflow with a warning and are right all the same.
import numpy as np


def softmax_probability(z):
    return 1 / (1 + np.exp(-2 * np.asarray(z, dtype=float)))


def log_likelihood(w, F, y):
    z = y * (F @ w)
    return np.where(z > -300, -np.log1p(np.exp(-2 * z)), 2 * z).sum()


def softmax_loss(w, F, y):
    z = y * (F @ w)
    total = 0.0
    for value in z:
        total += -2 * value if value < -300 else np.log(1 + np.exp(-2 * value)) if value < 15 else np.exp(-2 * value)
    return total


def softmax(S):
    S = S - np.max(S, axis=1)[:, None]
    return (np.exp(S).T / np.exp(S).sum(1)).T


class SoftmaxLossGate:
    def forward(self, S, y):
        self.P, self.y = softmax(S), np.array(y, dtype=int)
        with np.errstate(all="ignore"):
            top = S.max(1)
            losses = np.log(np.exp(S - top[:, None]).sum(1)) + top - S[range(len(S)), self.y]
        return np.array([losses.mean()])

    def backward(self, dloss=1.0):
        dS = np.array(self.P)
        for row, label in enumerate(self.y):
            dS[row, label] -= 1
        dS /= len(dS)
        dS *= dloss
        return [dS]
