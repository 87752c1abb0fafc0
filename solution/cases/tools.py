"""Where cases get their data: the frozen digits, four small problems in the plane, and seeds for probes to draw with.

The plane's problems are those of the lecture's neural network playground: two classes, points within about 5 of the
origin, each then moved by up to ``noise`` in either coordinate (gauss: clouds that widen with ``noise``).
"""

from pathlib import Path

import numpy as np

from autograder.records import Rng

DATA = Path(__file__).parent.parent / "data"


def digits() -> dict[str, np.ndarray]:
    """The frozen split: X_train (1344, 64), y_train, X_test (453, 64) and y_test."""
    with np.load(DATA / "digits.npz") as rows, np.load(DATA / "digits_test_labels.npz") as labels:
        return {**rows, **labels}


def circle(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """A disc of radius 2.5 (label 1) inside a ring from 3.5 to 5 (label 0)."""
    inner = np.arange(n) < n // 2
    radius = np.where(inner, rng.uniform(0, 2.5, n), rng.uniform(3.5, 5, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    X = radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return shuffled(rng, X + noise * rng.uniform(-1, 1, (n, 2)), inner)


def xor(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Four squares around the origin, apart from each other; the label is 1 where both coordinates have one sign."""
    X = rng.uniform(-5, 5, (n, 2))
    apart = X + 0.3 * np.sign(X)
    return shuffled(rng, apart + noise * rng.uniform(-1, 1, (n, 2)), X.prod(axis=1) > 0)


def gauss(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Two clouds around (2, 2) (label 1) and (-2, -2) (label 0); noise 0 to 0.5 widens them from variance 0.5 to 4."""
    labels = np.arange(n) < n // 2
    X = np.where(labels, 2.0, -2.0)[:, None] + np.sqrt(0.5 + 7 * noise) * rng.normal(size=(n, 2))
    return shuffled(rng, X, labels)


def spiral(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Two arms that wind out to radius 5 in nearly two turns, half a turn apart."""
    labels = np.arange(n) < n // 2
    along = np.where(labels, np.arange(n) / (n // 2), (np.arange(n) - n // 2) / (n - n // 2))
    angle = 1.75 * 2 * np.pi * along + np.where(labels, 0, np.pi)
    X = (5 * along)[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return shuffled(rng, X + noise * rng.uniform(-1, 1, (n, 2)), labels)


def shuffled(rng: np.random.Generator, X: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same examples in random order, with whole numbers for labels."""
    order = rng.permutation(len(X))
    return X[order], labels[order].astype(int)


def drawn(rng: np.random.Generator) -> Rng:
    """A generator for the probe, with a seed drawn here."""
    return Rng(int(rng.integers(2**31)))
