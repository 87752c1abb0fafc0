"""Q7, Q9 and Q11: the layers of a network, as gates.

A gate's ``forward`` returns its output and keeps what backward needs in ``self``; its ``backward`` is given the
gradient of the loss with respect to that output and returns a list: the gradient with respect to each input of
forward, each of that input's shape. backward may be called again and gives the same answer. Rows are examples.
Arguments are never changed.
"""

import numpy as np


class LinearGate:
    """Z = XW + b, for a whole batch at once: X is (N, D), W is (D, H), b is (H,), Z is (N, H)."""

    def forward(self, X, W, b):
        """Z, (N, H). Law: one more row in X is one more row in Z, and changes no other."""
        # BEGIN SOLUTION q7
        self.X, self.W = X, W
        return X @ W + b
        # END SOLUTION

    def backward(self, dZ):
        """[dX, dW, db] for dZ of shape (N, H). Law: each has the shape of what it is the gradient of."""
        # BEGIN SOLUTION q7
        return [dZ @ self.W.T, self.X.T @ dZ, dZ.sum(axis=0)]
        # END SOLUTION


class SigmoidGate:
    """The sigmoid 1 / (1 + e^-x) of every entry."""

    def forward(self, X):
        """An array of X's shape, finite for |x| up to 1e4. Law: the values at x and -x add up to 1."""
        # BEGIN SOLUTION q7
        self.output = 0.5 * (1 + np.tanh(0.5 * X))
        return self.output
        # END SOLUTION

    def backward(self, dZ):
        """[dX], of X's shape. Law: the slope is largest, 1/4, at x = 0."""
        # BEGIN SOLUTION q7
        return [dZ * self.output * (1 - self.output)]
        # END SOLUTION


class TanhGate:
    """The hyperbolic tangent of every entry."""

    def forward(self, X):
        """An array of X's shape, finite for |x| up to 1e4. Law: tanh(-x) = -tanh(x)."""
        # BEGIN SOLUTION q7
        self.output = np.tanh(X)
        return self.output
        # END SOLUTION

    def backward(self, dZ):
        """[dX], of X's shape. Law: the slope is largest, 1, at x = 0."""
        # BEGIN SOLUTION q7
        return [dZ * (1 - self.output**2)]
        # END SOLUTION


class ReLUGate:
    """max(0, x) of every entry."""

    def forward(self, X):
        """An array of X's shape. Law: what is positive stays as it is."""
        # BEGIN SOLUTION q7
        self.positive = X > 0
        return np.maximum(X, 0)
        # END SOLUTION

    def backward(self, dZ):
        """[dX], of X's shape. Law: a small change of a negative x changes nothing. (At exactly 0 any slope in [0, 1].)"""
        # BEGIN SOLUTION q7
        return [dZ * self.positive]
        # END SOLUTION


class LeakyReLUGate:
    """max(slope * x, x) of every entry, for 0 < slope < 1; the lecture's slope is 0.1."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """An array of X's shape. Law: every entry keeps its sign."""
        # BEGIN SOLUTION q7
        self.positive = X > 0
        return np.maximum(self.slope * X, X)
        # END SOLUTION

    def backward(self, dZ):
        """[dX], of X's shape. Law: where x is positive, dX is dZ."""
        # BEGIN SOLUTION q7
        return [np.where(self.positive, dZ, self.slope * dZ)]
        # END SOLUTION


class DropoutGate:
    """In training, drops every entry on its own with probability ``p``, 0 <= p < 1, and makes up for it at once.

    p is the probability of **dropping**. What is kept is divided by 1 - p, so the expected output is the input.
    rng is the np.random.Generator to draw from.
    """

    def __init__(self, p, rng):
        self.p = p
        self.rng = rng

    def forward(self, X, train=True):
        """An array of X's shape. Law: with train=False, or p = 0, the output is X."""
        # BEGIN SOLUTION q9
        if train:
            self.scale = (self.rng.random(X.shape) >= self.p) / (1 - self.p)
        else:
            self.scale = np.ones(X.shape)
        return X * self.scale
        # END SOLUTION

    def backward(self, dout):
        """[dX], of X's shape. Law: where the latest forward dropped an entry, its gradient is 0."""
        # BEGIN SOLUTION q9
        return [dout * self.scale]
        # END SOLUTION


class BatchNormGate:
    """Gives every column (feature) of a batch mean 0 and variance 1, then the scale gamma and the shift beta.

    Z = gamma * (X - mean) / sqrt(var + eps) + beta, with the mean and the biased variance of each column: the mean of
    the squared deviations. X is (N, D), gamma and beta are (D,). After every batch in training, running_mean and
    running_var become momentum * running + (1 - momentum) * the batch's; they start at 0 and 1.
    """

    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = 0.0
        self.running_var = 1.0

    def forward(self, X, gamma, beta, train=True):
        """Z, (N, D). With train=False the running statistics stand in for the batch's, and stay as they are.

        Law: with gamma = 1, beta = 0 and a tiny eps, each column of Z has mean 0 and variance 1 in training.
        """
        # BEGIN SOLUTION q11
        if train:
            mean, var = X.mean(axis=0), X.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.gamma = gamma
        self.std = np.sqrt(var + self.eps)
        self.X_hat = (X - mean) / self.std
        return gamma * self.X_hat + beta
        # END SOLUTION

    def backward(self, dZ):
        """[dX, dgamma, dbeta] after a forward in training. Law: every column of dX adds up to 0."""
        # BEGIN SOLUTION q11
        dX_hat = dZ * self.gamma
        through_mean = dX_hat.mean(axis=0)
        through_var = self.X_hat * (dX_hat * self.X_hat).mean(axis=0)
        dX = (dX_hat - through_mean - through_var) / self.std
        return [dX, (dZ * self.X_hat).sum(axis=0), dZ.sum(axis=0)]
        # END SOLUTION
