"""Numbers over the plane as bytes to draw: the boundary between classes, and each neuron's own field."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from autograder.playground.datasets import EDGE
from autograder.playground.learner import Learner

SMALL = 20
"""The cells of a neuron's field in each direction."""


@lru_cache(maxsize=8)
def grid(cells: int) -> np.ndarray:
    """The middles of ``cells`` times ``cells`` cells, row by row from the top left, (cells * cells, 2)."""
    middles = (np.arange(cells) + 0.5) / cells * 2 * EDGE - EDGE
    x, y = np.meshgrid(middles, -middles)
    return np.column_stack([x.ravel(), y.ravel()])


def to_bytes(share: np.ndarray) -> np.ndarray:
    """Shares between 0 and 1 as bytes; what is no number becomes 0."""
    return np.asarray(255 * np.clip(np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0), 0, 1) + 0.5).astype(np.uint8)


def boundary(learner: Learner, cells: int) -> np.ndarray:
    """The probability of each class in each cell, as bytes: (C, cells * cells)."""
    return to_bytes(np.asarray(learner.probabilities(grid(cells)), float).T)


def neurons(layers: list[np.ndarray]) -> np.ndarray:
    """Each neuron's values as bytes, (neurons, cells): 128 is zero, 0 and 255 are as far below and above it."""
    if not layers:
        return np.zeros((0, 0), np.uint8)
    values = np.nan_to_num(np.concatenate([np.asarray(layer, float) for layer in layers], axis=1).T)
    largest = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(127.5 + 127.5 * values / largest).astype(np.uint8)


def dead(layer: np.ndarray) -> list[bool]:
    """Which units say the same of every example: they tell the next layer nothing."""
    values = np.asarray(layer, float)
    if not len(values):
        return [False] * values.shape[1]
    spread = values.max(axis=0) - values.min(axis=0)
    return [not bool(apart > 1e-9) for apart in spread]
