# Differs from the reference: descent is an accumulation whose last value is kept in a deque of one.
import itertools
from collections import deque
import numpy as np


def softmax_loss_gradient(w, F, y):
    total = np.zeros(len(w))
    for f, label in zip(F, y):
        margin = float(label * np.inner(f, w))
        wrong = np.exp(-2 * margin) / (1 + np.exp(-2 * margin)) if margin > 0 else 1 / (1 + np.exp(2 * margin))
        np.subtract(total, 2.0 * label * wrong * f, out=total)
    return total


def finite_difference(f, w, h, central=False):
    flat = [float(x) for x in np.ravel(w)]
    shape = np.shape(w)
    ask = lambda values: f(np.reshape(np.array(values), shape))
    moved = lambda i, by: [x + by * (i == j) for j, x in enumerate(flat)]
    back = (lambda i: ask(moved(i, -h))) if central else (lambda i, here=ask(flat): here)
    width = h + h if central else h
    return np.reshape([(ask(moved(i, h)) - back(i)) / width for i in range(len(flat))], shape)


def gradient_step(w, gradient, alpha):
    return np.subtract(w, np.multiply(alpha, gradient), dtype=float)


def gradient_descent(gradient_of, w0, alpha, steps):
    path = itertools.accumulate(range(steps), lambda w, _: gradient_step(w, gradient_of(w), alpha), initial=np.array(w0, float))
    return deque(path, maxlen=1).pop()
