"""What the files are called with."""

import numpy as np

from autograder import Case


def points(rng):
    return [Case(f"{n} points", {"X": rng.normal(size=(n, 2)), "centres": rng.normal(size=(2, 2)) * 0.1})
            for n in (8, 20)]  # fmt: skip


def labelled(rng):
    return [Case("nine points", {"X": rng.normal(size=(9, 3)), "labels": np.arange(9) % 3, "k": 3})]


def heaps(rng):
    corners = np.array([[0.0, 0.0], [6.0, 0.0], [0.0, 6.0]])
    X = np.repeat(corners, 5, axis=0) + rng.normal(size=(15, 2)) / 2
    given = {"X": X, "centres": corners + rng.normal(size=(3, 2))}
    cloud = {"X": np.random.default_rng(7).normal(size=(40, 2)), "centres": np.array([[0.5, 0.0], [0.6, 0.1]])}
    return [Case("three heaps", {**given, "steps": 10}), Case("one step", {**cloud, "steps": 1})]


def clouds(rng):
    scales = np.array([9.0, 3.0, 1.0, 0.5])
    return [Case(f"{n} points", {"X": rng.normal(size=(n, 4)) * scales + 5}) for n in (6, 30)]


def handed_out(rng):
    return [Case("the eight points", {}, keep={"labels": np.array([0, 1, 1, 0, 1, 0, 0, 1])})]
