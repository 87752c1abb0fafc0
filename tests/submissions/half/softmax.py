"""Q2 and Q6, softmax: from scores to probabilities, and from probabilities to a loss.

Q2 has two classes: F is (m, n) features, one example a row; y is (m,) labels, each +1 or -1; w is (n,) weights.
Q6 has C classes: S is (N, C) scores, one example a row; y is (N,) labels, each a whole number in 0..C-1.
"""

import numpy as np


def softmax_probability(z):
    """The probability of the positive class at score z, which is e^z / (e^z + e^-z).

    z: a number or an array; returns the same shape, finite for |z| up to 1e4. Law: p(z) + p(-z) = 1.
    """
    # sigmoid of 2z, see slide
    return 1 / (1 + np.exp(-2 * z))


def log_likelihood(w, F, y):
    """The natural logarithm of the probability of all labels: **a sum over the examples**, so a float of at most 0.

    Finite for scores up to 1e4 in size. Law: listing every example twice doubles it.
    """
    p = softmax_probability(y * (F @ w))
    return np.sum(np.log(p))


def softmax_loss(w, F, y):
    """What gradient descent is to make small: **a sum over the examples**, a float of at least 0.

    Finite for scores up to 1e4 in size. Law: ``softmax_loss == -log_likelihood``.
    """
    return -log_likelihood(w, F, y)


def softmax(S):
    """The probability of every class for every example, (N, C), finite for scores up to 1e4 in size.

    Law: each row adds up to 1, and a constant added to a row of S changes nothing.
    """
    E = np.exp(S)
    return E / np.sum(E, axis=1, keepdims=True)


class SoftmaxLossGate:
    """From scores and labels to the negative log-likelihood: **a mean over the examples**, natural logarithm."""

    def forward(self, S, y):
        """The loss, a float of at least 0, finite for scores up to 1e4 in size. Law: equal scores cost log C."""
        self.P = softmax(S)
        self.y = y
        N = len(y)
        return -np.sum(np.log(self.P[range(N), y])) / N

    def backward(self, dloss=1.0):
        """[dS], of S's shape, where dloss is the slope of whatever is made of the loss. Law: each row adds up to 0."""
        dS = self.P.copy()
        dS[range(len(self.y)), self.y] -= 1
        return [dS / len(self.y)]
