# Differs from the reference: operator and map, a set of neighbours as rows of one cumulative table, float labels.
import operator
from itertools import product

import numpy as np


def predict(w, F):
    return np.copysign(1.0, (F @ w) + 0.0)


def zero_one_accuracy(w, F, y):
    return sum(map(operator.eq, predict(w, F).tolist(), y.tolist())) / len(y)


def zero_one_loss(w, F, y):
    return sum(map(operator.ne, predict(w, F).tolist(), y.tolist())) / len(y)


def hill_climb(score, w0, step, max_steps):
    w = np.array([float(value) for value in w0])
    best = score(w)
    for _ in range(max_steps):
        shifts = [sign * step * unit for unit, sign in product(np.eye(len(w)), (1, -1))]
        value, place = max((score(w + shift), -place) for place, shift in enumerate(shifts))
        if not operator.gt(value, best):
            return w
        w, best = w + shifts[-place], value
    return w
