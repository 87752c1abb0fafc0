"""Q5 and Q10b: mini-batches, stochastic gradient descent, and momentum.

Rows are examples: X is (n, D), y is (n,). Every function that draws takes ``rng``, a ``np.random.Generator``, and
draws from nothing else: equal seeds give equal results. Arguments are never changed.
"""

import numpy as np


def minibatches(n, batch_size, rng):
    """One epoch: the row numbers 0..n-1 in random order, cut into batches.

    Returns a sequence of 1-D integer arrays of ``batch_size`` numbers; the last one may be shorter, and a batch may
    be larger than the data. Law: every row number appears exactly once.
    """
    # BEGIN SOLUTION q5
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]
    # END SOLUTION


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    """The weights after ``epochs`` epochs of mini-batch gradient descent from ``w0``, as a new array of w0's shape.

    gradient_of(w, X_batch, y_batch) gives the gradient of the **loss**, a **mean** over the batch it is given:
    X_batch is (k, D) and y_batch is (k,), for k = 1 too. alpha is the learning rate.
    Law: with one batch of all the rows, an epoch is one step of gradient descent.
    """
    # BEGIN SOLUTION q5
    w = np.array(w0, dtype=float)
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            w = w - alpha * gradient_of(w, X[batch], y[batch])
    return w
    # END SOLUTION


class Momentum:
    """Gradient descent with a velocity that remembers earlier gradients.

    For every parameter p with gradient g: v becomes mu * v - alpha * g, then p becomes p + v. v starts at 0.
    """

    def __init__(self, alpha, mu):
        self.alpha = alpha
        self.mu = mu
        self.velocities = None

    def step(self, params, grads):
        """The new params: a list of arrays, each of the shape of the one in ``params`` it replaces.

        params and grads are lists of arrays, one gradient per parameter. Law: with mu = 0 this is plain gradient
        descent.
        """
        # BEGIN SOLUTION q10
        velocities = self.velocities or [0.0] * len(params)
        self.velocities = [self.mu * v - self.alpha * g for v, g in zip(velocities, grads, strict=True)]
        return [p + v for p, v in zip(params, self.velocities, strict=True)]
        # END SOLUTION
