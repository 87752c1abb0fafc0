# Differs from the reference: neighbours from a generator, max with a key, a named tuple for where the search stands.
from typing import NamedTuple

import numpy as np


class Place(NamedTuple):
    score: float
    w: np.ndarray


def predict(w, F):
    return np.where(np.einsum("ij,j->i", F, w) < 0, -1, 1)


def zero_one_accuracy(w, F, y):
    return float(np.average(np.equal(predict(w, F), y)))


def zero_one_loss(w, F, y):
    return 1.0 - zero_one_accuracy(w, F, y)


def neighbours(w, step):
    for index in range(len(w)):
        for sign in (+1, -1):
            other = w.copy()
            other[index] += sign * step
            yield other


def hill_climb(score, w0, step, max_steps):
    place = Place(score(np.array(w0, float)), np.array(w0, float))
    while max_steps > 0:
        candidate = max((Place(score(w), w) for w in neighbours(place.w, step)), key=lambda one: one.score)
        if candidate.score <= place.score:
            return place.w
        place, max_steps = candidate, max_steps - 1
    return place.w
