# Differs from the reference: one helper for the logarithm of a sum of exponentials, and a gate that inherits from a base.
import numpy as np


def log_sum_exp(values, axis):
    top = np.max(values, axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.sum(np.exp(values - top), axis=axis))


def softmax_probability(z):
    z = np.asarray(z, dtype=float)
    return np.exp(z - log_sum_exp(np.stack([z, -z]), 0))


def log_likelihood(w, F, y):
    margins = y * np.dot(F, w)
    return float(np.sum(margins - log_sum_exp(np.stack([margins, -margins]), 0)))


def softmax_loss(w, F, y):
    return -log_likelihood(w, F, y)


def softmax(S):
    return np.exp(S - log_sum_exp(S, 1)[:, np.newaxis])


class Gate:
    def remember(self, **named):
        self.__dict__.update(named)


class SoftmaxLossGate(Gate):
    def forward(self, S, y):
        self.remember(S=S.copy(), y=np.array(y))
        picked = np.array([row[int(label)] for row, label in zip(S, y)])
        return (log_sum_exp(S, 1) - picked).mean()

    def backward(self, dloss=1.0):
        table = softmax(self.S)
        for number, label in enumerate(self.y):
            table[number, label] -= 1
        return [table * dloss / self.S.shape[0]]
