# Differs from the reference: closures for one partial derivative, functools.reduce for the descent.
from functools import reduce

import numpy as np


def softmax_loss_gradient(w, F, y):
    def probability_of_other(margin):
        return np.exp(-np.logaddexp(0, 2 * margin))

    pulls = [-2 * label * probability_of_other(label * (f @ w)) * f for f, label in zip(F, y)]
    return np.sum(pulls, axis=0)


def finite_difference(f, w, h, central=False):
    def moved(index, by):
        other = np.ravel(w).astype(float)
        other[index] += by
        return f(other.reshape(np.shape(w)))

    def forward(index):
        return (moved(index, h) - start) / h

    def both(index):
        return (moved(index, h) - moved(index, -h)) / 2 / h

    start = None if central else f(np.array(w, dtype=float))
    slope = both if central else forward
    return np.array([slope(index) for index in range(np.size(w))]).reshape(np.shape(w))


def gradient_step(w, gradient, alpha):
    return np.array(w, dtype=float) - alpha * gradient


def gradient_descent(gradient_of, w0, alpha, steps):
    return reduce(lambda w, _: gradient_step(w, gradient_of(w), alpha), range(steps), np.array(w0, dtype=float))
