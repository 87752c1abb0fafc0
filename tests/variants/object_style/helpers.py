# Differs from the reference: a file of the student's own, imported by network.py.
import numpy as np


def batches_of(X, y, size, rng):
    order = np.argsort(rng.random(len(X)))
    for start in range(0, len(X), size):
        rows = order[start:start + size]
        yield X[rows], y[rows]


def spread(fan_in, fan_out, scheme):
    return {"he": np.sqrt(2 / fan_in), "glorot": np.sqrt(2 / (fan_in + fan_out)), "zero": 0}[scheme]
