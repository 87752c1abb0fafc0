"""Data to train on at home, by name: what lies beside the playground's adapter, and the problems in the plane."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from autograder.errors import UsageError
from autograder.playground import datasets
from autograder.playground.settings import Settings
from autograder.text.suggest import nearest

SHARE = 80
"""Percent of the examples to train on."""

Split = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


class NoSuchDataError(UsageError):
    """There is no data set of that name; the message says which there are."""


def data(kit: Path, name: str, noise: int = 10, seed: int = 1) -> Split:
    """``X, y, X_test, y_test``: examples with labels to train on, and others to test with, the same for the same seed.

    ``noise`` is in percent and moves points in the plane. Features that are stored as whole numbers are scaled to 0..1.
    """
    stored = {path.stem: path for path in sorted((kit / "playground").glob("*.npz"))}
    if name in stored:
        with np.load(stored[name]) as rows:
            X, y = rows["X"] / rows["X"].max(), rows["y"].astype(int)
        found = datasets.split(X, y, SHARE, np.random.default_rng(seed))
    elif name in datasets.DRAWN:
        found = datasets.plane(Settings(data=name, noise=noise, share=SHARE, seed=seed))
    else:
        known = [*stored, *datasets.DRAWN]
        raise NoSuchDataError(f"There is no data set {name!r}; there are {', '.join(known)}.{nearest(name, known)}")
    return found.X, found.y, found.X_test, found.y_test
