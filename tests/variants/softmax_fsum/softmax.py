# Differs from the reference: Python numbers, added up exactly by math.fsum; scores by a product of rows.
import math
import numpy as np


def softmax_probability(z):
    if np.ndim(z):
        return np.array([softmax_probability(one) for one in np.asarray(z)])
    x = math.exp(-2 * abs(float(z)))
    return (1.0 if z >= 0 else x) / (1 + x)


def log_likelihood(w, F, y):
    def of_one(f, label):
        margin = 2 * float(label) * math.fsum(a * b for a, b in zip(f.tolist(), np.asarray(w).tolist()))
        return min(margin, 0.0) - math.log1p(math.exp(-abs(margin)))

    return math.fsum(of_one(f, label) for f, label in zip(np.asarray(F, float), y))


def softmax_loss(w, F, y):
    return 0.0 - log_likelihood(w, F, y)


def softmax(S):
    rows = []
    for scores in np.asarray(S, dtype=float).tolist():
        powers = [math.exp(s - max(scores)) for s in scores]
        total = math.fsum(powers)
        rows.append([p / total for p in powers])
    return np.array(rows)


class SoftmaxLossGate:
    def forward(self, S, y):
        shifted = S - S.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.P, self.y = np.exp(log_p), y
        return -float(log_p[np.arange(len(y)), y].mean())

    def backward(self, dloss=1.0):
        one_hot = np.arange(self.P.shape[1]) == self.y[:, None]
        return [dloss * (self.P - one_hot) / len(self.P)]
