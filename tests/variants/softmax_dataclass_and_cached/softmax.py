# Differs from the reference: the loss gate is a frozen record of its last call, which works its parts out when asked.
from dataclasses import dataclass
from functools import cached_property
import numpy as np


@dataclass(frozen=True)
class _Call:
    S: "np.ndarray"
    y: "np.ndarray"

    @cached_property
    def P(self):
        return softmax(self.S)

    @cached_property
    def loss(self):
        top = self.S.max(axis=1)
        return float((top + np.log(np.exp(self.S - top[:, None]).sum(axis=1)) - np.take_along_axis(self.S, np.asarray(self.y, int)[:, None], 1)[:, 0]).mean())

    @cached_property
    def slope(self):
        return (self.P - np.eye(self.S.shape[1])[self.y]) / self.S.shape[0]


def softmax_probability(z):
    return np.exp(-np.logaddexp(0, -2 * np.asarray(z)))


def log_likelihood(w, F, y):
    return -float(np.logaddexp(0, -2 * y * (F @ w)).sum())


def softmax_loss(w, F, y):
    return -log_likelihood(w, F, y)


def softmax(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


class SoftmaxLossGate:
    def forward(self, S, y):
        self.last = _Call(S, y)
        return self.last.loss

    def backward(self, dloss=1.0):
        return (np.multiply(dloss, self.last.slope),)
