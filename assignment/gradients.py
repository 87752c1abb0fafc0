"""Q3, gradients: by formula, by finite differences, and what to do with one.

F: (m, n) features, one example a row. y: (m,) labels, each +1 or -1. w: weights.
"""

import numpy as np


def softmax_loss_gradient(w, F, y):
    """The gradient of Q2's ``softmax_loss`` with respect to w: (n,), **a sum over the examples**.

    Finite for scores up to 1e4 in size. Law: it agrees with a finite difference of ``softmax_loss``.
    """
    raise NotImplementedError("q3: softmax_loss_gradient")


def finite_difference(f, w, h, central=False):
    """The gradient of ``f`` at ``w``, measured with steps of size ``h``: an array of the shape of w, whatever that is.

    f takes an array like w and returns a number; it may be called ``2 * w.size + 2`` times at most.
    ``central`` chooses between the forward and the central difference. w, which may hold integers, stays unchanged.
    Law: for a linear f the answer is exact, up to rounding, whatever h is.
    """
    raise NotImplementedError("q3: finite_difference")


def gradient_step(w, gradient, alpha):
    """Where one step of gradient descent with learning rate ``alpha`` leads from w.

    w and gradient have the same shape, whatever that is; returns a new float array of that shape.
    Law: a small enough step lowers the function that this is the gradient of.
    """
    raise NotImplementedError("q3: gradient_step")


def gradient_descent(gradient_of, w0, alpha, steps):
    """Where ``steps`` steps of gradient descent lead from ``w0``: a new float array of the shape of w0.

    gradient_of(w) returns the gradient at w, an array like w. Law: it is called exactly ``steps`` times.
    """
    raise NotImplementedError("q3: gradient_descent")
