# Differs from the reference: a decorator copies the first array, differences from one list of points, keyword arguments.
import functools

import numpy as np


def on_a_copy(function):
    @functools.wraps(function)
    def wrapped(first, *arguments, **named):
        first = np.array(first, dtype=np.float64) if isinstance(first, np.ndarray) else first
        return function(first, *arguments, **named)

    return wrapped


@on_a_copy
def softmax_loss_gradient(w, F, y):
    margins = 2 * y * F.dot(w)
    pull = np.exp(-np.logaddexp(0, margins))
    return (-2 * (y * pull)[:, np.newaxis] * F).sum(axis=0)


def finite_difference(f, w, h, central=False):
    shape, flat = w.shape, w.reshape(-1).astype(float)
    table = np.tile(flat, (flat.size, 1))
    values = {}
    for sign in (+1, -1) if central else (+1,):
        points = table.copy()
        np.fill_diagonal(points, flat + sign * h)
        values[sign] = np.array([f(point.reshape(shape)) for point in points])
    other = values[-1] if central else f(flat.reshape(shape))
    return ((values[1] - other) / (h * (1 + central))).reshape(shape)


@on_a_copy
def gradient_step(w, gradient, alpha):
    w -= alpha * np.asarray(gradient)
    return w


def gradient_descent(gradient_of, w0, alpha, steps):
    w = w0.copy().astype("float64")
    while steps:
        w = gradient_step(w, gradient=gradient_of(w), alpha=alpha)
        steps -= 1
    return w
