"""The data in the plane: four problems that are drawn here, and the student's own points.

Labels are whole numbers from 0. Coordinates lie within about 6 of the origin; own points are moved and scaled there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from autograder.playground.settings import Point, Settings

COUNT = 500
EDGE = 6.0
"""The plane is drawn from -EDGE to EDGE in both directions."""


@dataclass(frozen=True)
class Data:
    """Examples with labels, cut into those to train on and those to test on."""

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    classes: int


@dataclass(frozen=True)
class Challenge:
    """A goal: this accuracy on the test data, within these epochs, with at most these hidden units."""

    percent: int
    epochs: int
    units: int


DrawPoints = Callable[[np.random.Generator, int, float], "tuple[np.ndarray, np.ndarray]"]


def _circle(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    inner = np.arange(n) < n // 2
    radius = np.where(inner, 2.5 * np.sqrt(rng.uniform(0, 1, n)), rng.uniform(3.5, 5, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    X = radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return X + 2 * noise * rng.normal(size=(n, 2)), inner.astype(int)


def _xor(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    X = rng.uniform(-5, 5, (n, 2))
    labels = X.prod(axis=1) > 0
    return X + 0.3 * np.sign(X) + 2 * noise * rng.normal(size=(n, 2)), labels.astype(int)


def _gauss(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    labels = np.arange(n) < n // 2
    X = np.where(labels, 2.0, -2.0)[:, None] + np.sqrt(0.6 + 6 * noise) * rng.normal(size=(n, 2))
    return X, labels.astype(int)


def _spiral(rng: np.random.Generator, n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    half = n // 2
    labels = np.arange(n) < half
    along = np.where(labels, np.arange(n) / half, (np.arange(n) - half) / (n - half))
    angle = 1.75 * 2 * np.pi * along + np.where(labels, 0, np.pi)
    X = (0.25 + 5 * along)[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return X + noise * rng.normal(size=(n, 2)), labels.astype(int)


DRAWN: Mapping[str, DrawPoints] = {"circle": _circle, "xor": _xor, "gauss": _gauss, "spiral": _spiral}

CHALLENGES: Mapping[str, Challenge] = {
    "circle": Challenge(97, 40, 4),
    "xor": Challenge(97, 40, 3),
    "gauss": Challenge(97, 5, 0),
    "spiral": Challenge(97, 150, 24),
    "digits": Challenge(95, 20, 16),
}

DESCENT_GOAL: Mapping[str, float] = {"loss": 0.05, "moves": 40}
"""The challenge of the three points: gradient descent below this loss in this number of moves."""

ADVISED: Mapping[str, Mapping[str, object]] = {
    "circle": {"layers": [4], "activation": "tanh", "alpha": 0.3, "momentum": 0, "batch": 16},
    "xor": {"layers": [6], "activation": "relu", "alpha": 0.1, "momentum": 0, "batch": 16},
    "gauss": {"layers": [], "activation": "relu", "alpha": 0.03, "momentum": 0, "batch": 16},
    "spiral": {
        "layers": [16, 16],
        "activation": "leaky_relu",
        "alpha": 0.02,
        "momentum": 0.9,
        "batch": 10,
        "noise": 4,
        "share": 60,
    },
    "points": {"alpha": 0.1, "step": 0.25, "surface": "loss"},
    "own": {"layers": [8, 8], "activation": "tanh", "alpha": 0.1, "momentum": 0, "batch": 16},
    "digits": {"layers": [16], "activation": "relu", "alpha": 0.2, "momentum": 0, "batch": 32},
}
"""Where a visit to each data set starts."""


def plane(settings: Settings) -> Data:
    """The points that the settings ask for, the same ones for the same seed."""
    rng = np.random.default_rng([settings.seed, 7])
    if settings.data == "own":
        X, y = own(settings.points)
    else:
        X, y = DRAWN[settings.data](rng, COUNT, settings.noise / 100)
    return split(X, y, settings.share, rng)


def own(points: tuple[Point, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The student's points; where they do not fit the plane, moved and scaled into it, alike in both directions."""
    if not points:
        return np.zeros((0, 2)), np.zeros(0, int)
    table = np.array(points, float)
    X, y = table[:, :2], table[:, 2].astype(int)
    low, high = X.min(axis=0), X.max(axis=0)
    span = float((high - low).max())
    if np.abs(X).max() > EDGE or 0 < span < EDGE / 2:
        X = (X - (low + high) / 2) * (0.85 * 2 * EDGE / max(span, 1e-12))
    return X, y


def split(X: np.ndarray, y: np.ndarray, share: int, rng: np.random.Generator) -> Data:
    """``share`` percent of the rows to train on, and the others to test on; the rows are drawn."""
    order = rng.permutation(len(X))
    cut = max(1, round(len(X) * share / 100))
    train, test = order[:cut], order[cut:]
    return Data(X[train], y[train], X[test], y[test], max(2, int(y.max(initial=0)) + 1))
