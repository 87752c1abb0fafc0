"""What the shown score of a contest gives away: an attack that submits guesses, and solves for the labels.

The attacker is unsure about 150 of 1,497 fixed test rows, between two classes each, the likelier one right in 70 % of
them. Every submission chooses at random and is answered with its accuracy; least squares then tells which choices were
right.
"""

from __future__ import annotations

import numpy as np

ROWS, UNSURE, LIKELIER = 1497, 150, 0.7
ATTACKS = 40


def gained(scores: int, digits: int | None, rng: np.random.Generator) -> float:
    """How much accuracy ``scores`` answers buy, rounded to ``digits`` where that is not None."""
    truth = rng.random(UNSURE) < LIKELIER  # whether the likelier class is the right one
    choices = rng.random((scores, UNSURE)) < LIKELIER
    right = (choices == truth).sum(axis=1)
    shown = (ROWS - UNSURE + right) / ROWS
    answers = shown if digits is None else np.round(shown, digits)
    signs = np.where(choices, 1.0, -1.0)  # right = sum of (1 + sign * s) / 2, where s is +1 for the likelier class
    sums = 2 * (answers * ROWS - (ROWS - UNSURE)) - UNSURE
    prior = 2 * LIKELIER - 1
    gram = signs @ signs.T + 1e-6 * np.eye(scores)
    if digits is not None:
        gram += np.eye(scores) * (2 * ROWS * 10.0**-digits) ** 2 / 12 / (1 - prior**2)
    estimate = prior + signs.T @ np.linalg.solve(gram, sums - signs @ np.full(UNSURE, prior))
    return float(((estimate > 0) == truth).sum() - truth.sum()) / ROWS


def mean_gain(scores: int, digits: int | None = None) -> float:
    rng = np.random.default_rng(188)
    return float(np.mean([gained(scores, digits, rng) for _ in range(ATTACKS)]))
