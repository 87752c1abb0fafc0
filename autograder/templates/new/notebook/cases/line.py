"""What line.py is called with. ``rng`` depends on the seed, the deck and the check, and on nothing else."""

import numpy as np

from autograder.records import Case


def points(rng):
    """Points around a line."""
    return [Case(f"{n} points", {"x": rng.normal(size=n), "y": rng.normal(size=n)}) for n in (2, 5, 40)]


def labels(rng):
    """Points above, on and below a line."""
    x = np.arange(6.0)
    return [Case("on it, too", {"line": np.array([2.0, 1.0]), "x": x, "y": 2 * x + 1 + np.array([1, 0, -1, 0, 2, -3])})]


def handed_out(rng):
    """The labels of the twelve points, which the sandbox never holds."""
    return [Case("the twelve points", {}, keep={"labels": np.array([0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1])})]
