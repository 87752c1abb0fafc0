# Differs from the reference: everything number by number with the math module; np.vectorize for arrays.
import math

import numpy as np


def probability(z):
    return 1 / (1 + math.exp(-2 * z)) if z >= 0 else math.exp(2 * z) / (1 + math.exp(2 * z))


def softmax_probability(z):
    if np.ndim(z) == 0:
        return probability(float(z))
    return np.vectorize(probability, otypes=[float])(z)


def log_of_probability(z):
    return -math.log1p(math.exp(-2 * z)) if z >= 0 else 2 * z - math.log1p(math.exp(2 * z))


def log_likelihood(w, F, y):
    total = 0.0
    for features, label in zip(F.tolist(), y.tolist()):
        total += log_of_probability(label * math.fsum(a * b for a, b in zip(features, w.tolist())))
    return total


def softmax_loss(w, F, y):
    return 0.0 - log_likelihood(w, F, y)


def softmax(S):
    rows = []
    for row in S.tolist():
        top = max(row)
        weights = [math.exp(value - top) for value in row]
        rows.append([weight / sum(weights) for weight in weights])
    return np.array(rows)


class SoftmaxLossGate:
    def forward(self, S, y):
        self.P, self.labels = softmax(S), [int(label) for label in y]
        losses = []
        for row, label in zip(S.tolist(), self.labels):
            top = max(row)
            losses.append(top + math.log(sum(math.exp(value - top) for value in row)) - row[label])
        return sum(losses) / len(losses)

    def backward(self, dloss=1.0):
        n = len(self.labels)
        return [np.array([[dloss * (p - (c == label)) / n for c, p in enumerate(row)] for row, label in zip(self.P, self.labels)])]
