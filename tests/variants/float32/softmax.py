# Differs from the reference: everything is computed and returned in float32.
import numpy as np


def softmax_probability(z):
    return (1 / (1 + np.exp(-2 * np.clip(np.asarray(z, dtype=np.float32), -40, 400)))).astype(np.float32)


def log_likelihood(w, F, y):
    margins = (y * (F @ w)).astype(np.float32)
    return -np.logaddexp(np.float32(0), -2 * margins).sum()


def softmax_loss(w, F, y):
    return -log_likelihood(w, F, y)


def softmax(S):
    E = np.exp((S - S.max(1, keepdims=True)).astype(np.float32))
    return E / E.sum(1, keepdims=True)


class SoftmaxLossGate:
    def forward(self, S, y):
        shifted = (S - S.max(1, keepdims=True)).astype(np.float32)
        self.y = y
        self.P = softmax(S)
        log_sum = np.log(np.exp(shifted).sum(1))
        return np.mean(log_sum - shifted[np.arange(len(y)), y])

    def backward(self, dloss=1.0):
        dS = self.P.copy()
        dS[np.arange(len(dS)), self.y] -= 1
        dS *= np.float32(dloss / len(dS))
        return [dS]
