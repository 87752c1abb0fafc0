"""What logistic.py is called with. ``rng`` depends on the seed, the deck and the check, and on nothing else."""

import numpy as np

from autograder.records import Case


def probability(rng):
    """Fixed scores, ordinary and extreme."""
    return [
        Case("zero", {"z": 0.0}),
        Case("a few scores", {"z": np.array([-3.0, -0.5, 0.25, 2.0])}),
        Case("extreme scores", {"z": np.array([-1000.0, -50.0, 50.0, 1000.0])}, hint="What is e^1000?"),
    ]


def random_data(rng):
    """Three data sets of different shapes."""
    return [Case(f"n = {n}, d = {d}", _data(rng, n, d)) for n, d in ((7, 3), (1, 4), (12, 2))]


def small_data(rng):
    """Small enough for the slope to be measured entry by entry."""
    return [Case("n = 5, d = 3", _data(rng, 5, 3))]


def _data(rng, n, d):
    return {"w": rng.normal(size=d), "X": rng.normal(size=(n, d)), "y": rng.integers(0, 2, n)}
