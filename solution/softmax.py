"""Q2 and Q6, softmax: from scores to probabilities, and from probabilities to a loss.

Q2 has two classes: F is (m, n) features, one example a row; y is (m,) labels, each +1 or -1; w is (n,) weights.
Q6 has C classes: S is (N, C) scores, one example a row; y is (N,) labels, each a whole number in 0..C-1.
"""

import numpy as np


def softmax_probability(z):
    """The probability of the positive class at score z, which is e^z / (e^z + e^-z).

    z: a number or an array; returns the same shape, finite for |z| up to 1e4. Law: p(z) + p(-z) = 1.
    """
    # BEGIN SOLUTION q2
    return np.exp(-np.logaddexp(0, -2 * np.asarray(z)))
    # END SOLUTION


def log_likelihood(w, F, y):
    """The natural logarithm of the probability of all labels: **a sum over the examples**, so a float of at most 0.

    Finite for scores up to 1e4 in size. Law: listing every example twice doubles it.
    """
    # BEGIN SOLUTION q2
    return -float(np.logaddexp(0, -2 * y * (F @ w)).sum())
    # END SOLUTION


def softmax_loss(w, F, y):
    """What gradient descent is to make small: **a sum over the examples**, a float of at least 0.

    Finite for scores up to 1e4 in size. Law: ``softmax_loss == -log_likelihood``.
    """
    # BEGIN SOLUTION q2
    return -log_likelihood(w, F, y)
    # END SOLUTION


def softmax(S):
    """The probability of every class for every example, (N, C), finite for scores up to 1e4 in size.

    Law: each row adds up to 1, and a constant added to a row of S changes nothing.
    """
    # BEGIN SOLUTION q6
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
    # END SOLUTION


class SoftmaxLossGate:
    """From scores and labels to the negative log-likelihood: **a mean over the examples**, natural logarithm."""

    def forward(self, S, y):
        """The loss, a float of at least 0, finite for scores up to 1e4 in size. Law: equal scores cost log C."""
        # BEGIN SOLUTION q6
        shifted = S - S.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.P, self.y = np.exp(log_p), y
        return -float(log_p[np.arange(len(y)), y].mean())
        # END SOLUTION

    def backward(self, dloss=1.0):
        """[dS], of S's shape. Law: each row adds up to 0.

        dloss says how fast the final output grows with this loss: 1 if the loss is the output.
        """
        # BEGIN SOLUTION q6
        one_hot = np.arange(self.P.shape[1]) == self.y[:, None]
        return [dloss * (self.P - one_hot) / len(self.P)]
        # END SOLUTION
