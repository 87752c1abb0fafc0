"""What the target is called with: numbers that are found nowhere else."""

import numpy as np

from autograder.records import Case


def double(rng):
    return [Case("the only one", {"x": np.array([[41.40625, -17.8125, 3.25], [0.15625, 5.71875, -9.09375]])})]


def triple(rng):
    return [Case("the only one", {"x": np.array([23.84375, 7.28125])})]
