"""What the student's code is called with."""

from pathlib import Path

import numpy as np

from autograder.records import Case, Rng

DIGITS = Path(__file__).resolve().parents[1] / "digits.npz"
STEPS = 300
BATCH, EPOCHS = 64, 15
assert STEPS % EPOCHS == 0


def linear(rng):
    return [Case("random", {"X": rng.normal(size=(20, 5)), "W": rng.normal(size=(5, 4)), "b": rng.normal(size=4)})]


def numbers(rng):
    return [Case("random", {"X": rng.normal(size=(20, 5))})]


def batch_norm(rng):
    X = rng.normal(size=(20, 5))
    return [Case("random", {"X": X, "gamma": rng.normal(size=5), "beta": rng.normal(size=5)})]


def scores(rng):
    return [Case("random", {"S": rng.normal(size=(20, 10)), "y": rng.integers(0, 10, size=20)})]


def network(rng):
    weights = {"W1": rng.normal(size=(64, 32)) / 8, "b1": rng.normal(size=32), "W2": rng.normal(size=(32, 10)) / 6}
    X, y = rng.normal(size=(32, 64)), rng.integers(0, 10, size=32)
    return [Case("random", {"X": X, "y": y, **weights, "b2": rng.normal(size=10)})]


def dropout(rng):
    return [Case("a half", {"X": 1 + rng.random(size=(50, 40)), "p": 0.5, "rng": Rng(5)})]


def digits(rng):
    with np.load(DIGITS) as data:
        rows = BATCH * STEPS // EPOCHS
        inputs = {"X_train": data["X_train"][:rows], "y_train": data["y_train"][:rows], "X": data["X_test"]}
        return [Case("digits", {**inputs, "rng": Rng(7)}, keep={"labels": data["y_test"]})]
