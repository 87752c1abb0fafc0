"""Logistic regression: X is (n, d), one example a row; y is (n,), labels 0 or 1; w is (d,) weights."""

import numpy as np


def probability(z):
    """The probability of label 1 at score z, 1 / (1 + e^-z): a number or an array, as z is.

    Finite for |z| up to 1000. Law: probability(z) + probability(-z) = 1.
    """
    # BEGIN SOLUTION q1
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))
    # END SOLUTION


def loss(w, X, y):
    """Minus the natural logarithm of the labels' probability, **a mean over the examples**: a float of at least 0."""
    # BEGIN SOLUTION q1
    z = X @ w
    return float(np.mean(np.logaddexp(0, z) - y * z))
    # END SOLUTION


def gradient(w, X, y):
    """The gradient of `loss` at w, (d,). Law: it is 0 where the loss is smallest."""
    # BEGIN SOLUTION q1
    return X.T @ (probability(X @ w) - y) / len(y)
    # END SOLUTION
