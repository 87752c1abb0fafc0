# Differs from the reference: forward leaves a closure behind that knows how to go back; functools.partial for the loss.
from functools import partial

import numpy as np


def two_classes(z):
    both = np.array([z, np.negative(z)], dtype=float)
    both -= both.max(axis=0)
    return np.exp(both) / np.exp(both).sum(axis=0)


def softmax_probability(z):
    return two_classes(z)[0]


def signed_log(sign, w, F, y):
    return sign * np.sum(-np.logaddexp(0.0, -2.0 * np.multiply(y, np.inner(F, w))))


log_likelihood = partial(signed_log, 1)
softmax_loss = partial(signed_log, -1)


def softmax(S):
    exponentials = np.exp(S - np.max(S, axis=1).reshape(-1, 1))
    return np.divide(exponentials, np.sum(exponentials, axis=1).reshape(-1, 1))


class SoftmaxLossGate:
    def forward(self, S, y):
        P = softmax(S)
        rows = np.arange(S.shape[0])

        def back(dloss):
            dS = P.copy()
            dS[rows, y] -= 1.0
            return dloss * dS / S.shape[0]

        self.back = back
        log_p = S - np.logaddexp.reduce(S, axis=1, keepdims=True)
        return -sum(log_p[rows, y]) / len(rows)

    def backward(self, dloss=1.0):
        return [self.back(dloss)]
