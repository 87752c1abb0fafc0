# Differs from the reference: the descent is the last of an accumulation, differences from an iterator over entries.
from collections import deque
from itertools import accumulate

import numpy as np

import softmax


def softmax_loss_gradient(w, F, y):
    against = softmax.softmax_probability(-y * (F @ w))
    return F.T @ (-2.0 * y * against)


def finite_difference(f, w, h, central=False):
    point = w.astype(np.float64).copy()
    result = np.empty(point.shape)
    lower = 0 if not central else h
    base = f(point.copy()) if not central else 0.0
    with np.nditer(point, flags=["multi_index"]) as entries:
        places = [entries.multi_index for _ in entries]
    for place in places:
        kept = point[place]
        point[place] = kept + h
        above = f(point.copy())
        if central:
            point[place] = kept - h
            base = f(point.copy())
        point[place] = kept
        result[place] = (above - base) / (h + lower)
    return result


def gradient_step(w, gradient, alpha):
    new = np.empty(np.shape(w), dtype=float)
    np.subtract(w, alpha * np.asarray(gradient, dtype=float), out=new)
    return new


def gradient_descent(gradient_of, w0, alpha, steps):
    way = accumulate(range(steps), lambda w, _: gradient_step(w, gradient_of(w), alpha), initial=w0 * 1.0)
    return deque(way, maxlen=1).pop()
