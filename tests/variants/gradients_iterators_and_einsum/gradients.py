# Differs from the reference: the tanh form by einsum, np.nditer over a flat view of a copy, and reduce for the descent.
from functools import reduce

import numpy as np


def softmax_loss_gradient(w, F, y):
    pull = np.tanh(y * np.einsum("ij,j", F, w)) - 1
    return np.einsum("i,i,ij->j", pull, y, F)


def finite_difference(f, w, h, central=False):
    point = np.array(w, dtype=float)
    slopes = np.zeros_like(point)
    start = None if central else f(point.copy())
    walk = np.nditer(point, flags=["multi_index", "refs_ok"], op_flags=["readwrite"])
    with walk:
        for entry in walk:
            kept = float(entry)
            entry[...] = kept + h
            above = f(point.copy())
            if central:
                entry[...] = kept - h
                slopes[walk.multi_index] = (above - f(point.copy())) / (2 * h)
            else:
                slopes[walk.multi_index] = (above - start) / h
            entry[...] = kept
    return slopes


def gradient_step(w, gradient, alpha):
    return np.subtract(w, np.multiply(alpha, gradient), dtype=float)


def gradient_descent(gradient_of, w0, alpha, steps):
    return reduce(lambda w, _: gradient_step(w, gradient_of(w.copy()), alpha), range(steps), np.array(w0, dtype=float))
