"""The gradient lens: back propagation's gradient beside finite differences of the same loss, entry by entry."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.playground.learner import Learner

STEP = 1e-5
MOST_ENTRIES = 128
TOLERANCE = 1e-5
"""Relative to the largest entry of the array, as in the checks."""


def measured(
    loss: Callable[[list[np.ndarray]], float], params: list[np.ndarray], which: int, most: int = MOST_ENTRIES
) -> np.ndarray:
    """Central differences of ``loss`` in the first ``most`` entries of one parameter; the others are NaN."""
    slopes = np.full(params[which].shape, np.nan)
    for index in list(np.ndindex(slopes.shape))[:most]:
        ends = []
        for sign in (1, -1):
            moved = [np.array(param, dtype=float) for param in params]
            moved[which][index] += sign * STEP
            ends.append(loss(moved))
        slopes[index] = (ends[0] - ends[1]) / (2 * STEP)
    return slopes


def look(learner: Learner, X: np.ndarray, y: np.ndarray, which: int) -> tuple[np.ndarray, np.ndarray, float]:
    """The gradient of parameter ``which`` by back propagation, by finite differences, and their relative difference.

    The loss is the first half of what the learner's ``gradients`` returns, so both are of one quantity. The learner's
    parameters are as before when this returns.
    """
    before = [np.array(param, dtype=float) for param in learner.get_params()]

    def loss(params: list[np.ndarray]) -> float:
        learner.set_params(params)
        return float(learner.gradients(X, y)[0])

    try:
        claimed = np.asarray(learner.gradients(X, y)[1][which], dtype=float)
        slopes = measured(loss, before, which)
    finally:
        learner.set_params(before)
    if claimed.shape != slopes.shape:
        return claimed, slopes, float("inf")
    seen = ~np.isnan(slopes)
    largest = max(float(np.abs(slopes[seen]).max(initial=0)), float(np.abs(claimed[seen]).max(initial=0)), 1e-10)
    worst = float(np.abs(claimed - slopes)[seen].max(initial=0)) / largest
    return claimed, slopes, worst if np.isfinite(worst) else float("inf")
