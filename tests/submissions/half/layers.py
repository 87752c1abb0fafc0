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
        self.X = X
        self.W = W
        return X @ W + b

    def backward(self, dZ):
        """[dX, dW, db] for dZ of shape (N, H). Law: each has the shape of what it is the gradient of."""
        dX = dZ @ self.W.T
        dW = self.X.T @ dZ
        db = np.sum(dZ, axis=0)
        return [dX, dW, db]


class SigmoidGate:
    """The sigmoid 1 / (1 + e^-x) of every entry."""

    def forward(self, X):
        """An array of X's shape, finite for |x| up to 1e4. Law: the values at x and -x add up to 1."""
        self.s = 1 / (1 + np.exp(-X))
        return self.s

    def backward(self, dZ):
        """[dX], of X's shape. Law: the slope is largest, 1/4, at x = 0."""
        return [dZ * self.s * (1 - self.s)]


class TanhGate:
    """The hyperbolic tangent of every entry."""

    def forward(self, X):
        """An array of X's shape, finite for |x| up to 1e4. Law: tanh(-x) = -tanh(x)."""
        self.X = X
        return np.tanh(X)

    def backward(self, dZ):
        """[dX], of X's shape. Law: the slope is largest, 1, at x = 0."""
        # derivative of tanh is 1 - z^2
        return [dZ * (1 - self.X ** 2)]


class ReLUGate:
    """max(0, x) of every entry."""

    def forward(self, X):
        """An array of X's shape. Law: what is positive stays as it is."""
        self.mask = X > 0
        X[X < 0] = 0
        return X

    def backward(self, dZ):
        """[dX], of X's shape. Law: a small change of a negative x changes nothing. (At exactly 0 any slope in [0, 1].)"""
        return [dZ * self.mask]


class LeakyReLUGate:
    """max(slope * x, x) of every entry, for 0 < slope < 1; the lecture's slope is 0.1."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """An array of X's shape. Law: every entry keeps its sign."""
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dZ):
        """[dX], of X's shape. Law: where x is positive, dX is dZ."""
        return [np.where(self.X > 0, dZ, self.slope * dZ)]


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
        if not train:
            return X
        self.mask = self.rng.random(X.shape) > self.p
        return X * self.mask

    def backward(self, dout):
        """[dX], of X's shape. Law: where the latest forward dropped an entry, its gradient is 0."""
        return [dout * self.mask]


class BatchNormGate:
    """Gives every column (feature) of a batch mean 0 and variance 1, then the scale gamma and the shift beta.

    Z = gamma * (X - mean) / sqrt(var + eps) + beta, with the mean and the biased variance (a **mean** of squares) of
    each column. X is (N, D), gamma and beta are (D,). After every batch in training, running_mean and running_var
    become momentum * running + (1 - momentum) * the batch's; they start at 0 and 1.
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
        raise NotImplementedError("q11: BatchNormGate.forward")

    def backward(self, dZ):
        """[dX, dgamma, dbeta] after a forward in training. Law: every column of dX adds up to 0."""
        raise NotImplementedError("q11: BatchNormGate.backward")
