"""Quantiles of Student's t distribution, for whole degrees of freedom.

The distribution function is the finite series of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and
26.7.4; the quantile is found by bisection. scipy would bring the same numbers and 100 megabytes.
"""

from __future__ import annotations

import math
from functools import lru_cache

STEPS = 200
FARTHEST = 1e6


@lru_cache(maxsize=1024)
def quantile(probability: float, degrees: int) -> float:
    """The value that a t variable with ``degrees`` (at least 1) of freedom stays below with this probability.

    ``probability`` lies strictly between 0.5 and 1; beyond a million the value is cut off.
    """
    if not 0.5 < probability < 1 or degrees < 1:
        raise ValueError(f"expected a probability between 0.5 and 1 and degrees >= 1, got {probability} and {degrees}")
    low, high = 0.0, FARTHEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, degrees) < probability else (low, middle)
    return high


def below(t: float, degrees: int) -> float:
    """The probability that a t variable stays below ``t``, for ``t`` of at least 0."""
    return 0.5 + _within(t, degrees) / 2


def _within(t: float, degrees: int) -> float:
    """The probability of lying between -t and t."""
    angle = math.atan2(t, math.sqrt(degrees))
    sine, cosine = math.sin(angle), math.cos(angle)
    if degrees % 2:
        total = _series(cosine, range(3, degrees, 2), first=cosine) if degrees > 1 else 0.0
        return 2 / math.pi * (angle + sine * total)
    return sine * _series(cosine, range(2, degrees, 2), first=1.0)


def _series(cosine: float, factors: range, first: float) -> float:
    """``first`` and the terms after it: each is the one before times cos² (k - 1) / k."""
    total = term = first
    for k in factors:
        term *= cosine * cosine * (k - 1) / k
        total += term
    return total
