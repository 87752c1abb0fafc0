# Differs from the reference: every example in a loop of its own, math instead of numpy where one number is meant.
import math

import numpy as np


def softmax_probability(z):
    if np.ndim(z) == 0:
        return 1 / (1 + math.exp(-2 * z)) if z > -300 else 0.0
    return np.array([softmax_probability(one) for one in np.asarray(z).ravel()]).reshape(np.shape(z))


def log_likelihood(w, F, y):
    total = 0.0
    for i in range(len(y)):
        z = y[i] * float(np.dot(F[i], w))
        total -= math.log1p(math.exp(-2 * z)) if z > 0 else -2 * z + math.log1p(math.exp(2 * z))
    return total


def softmax_loss(w, F, y):
    return -log_likelihood(w, F, y)


def softmax(S):
    P = np.zeros(S.shape)
    for i in range(S.shape[0]):
        biggest = max(S[i])
        row = [math.exp(s - biggest) for s in S[i]]
        for c in range(S.shape[1]):
            P[i, c] = row[c] / sum(row)
    return P


class SoftmaxLossGate:
    def forward(self, S, y):
        self.P = softmax(S)
        self.y = [int(label) for label in y]
        loss = 0.0
        for i in range(len(S)):
            biggest = max(S[i])
            loss += biggest + math.log(sum(math.exp(s - biggest) for s in S[i])) - S[i][self.y[i]]
        return loss / len(S)

    def backward(self, dloss=1.0):
        N, C = self.P.shape
        dS = np.zeros((N, C))
        for i in range(N):
            for c in range(C):
                dS[i, c] = dloss * (self.P[i, c] - (1 if c == self.y[i] else 0)) / N
        return [dS]
