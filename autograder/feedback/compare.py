"""Does an array agree with the right one? If not, where and how do they differ?

The tolerance is relative to the largest entry of the right array, one array at a time. Measured on correct networks,
entry-by-entry relative errors reach 1e-6 for tanh and 4e-2 for float32 work, while this measure stays below 1e-9 and
6.2e-7: at 1e-5 it accepts every correct solution and is still a thousand times finer than the known mistakes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

TOLERANCE = 1e-5
SMALLEST_SCALE = 1e-8

Trouble: TypeAlias = Literal["shape", "empty", "not finite", "value"]


@dataclass(frozen=True)
class Disagreement:
    """How ``got`` differs from ``expected``; ``index`` is the worst entry, or the first that is not finite."""

    trouble: Trouble
    got: np.ndarray
    expected: np.ndarray
    index: tuple[int, ...] = ()
    error: float = np.inf


def relative_error(got: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference over the largest right entry; both arrays finite and of one shape."""
    scale = max(float(np.max(np.abs(expected), initial=0.0)), SMALLEST_SCALE)
    return float(np.max(np.abs(got - expected), initial=0.0)) / scale


def disagreement(got: np.ndarray, expected: np.ndarray, tolerance: float = TOLERANCE) -> Disagreement | None:
    """None when the arrays agree: the same shape, finite in the same places, and close.

    A size-1 array is accepted where one number is expected, and the other way round.
    """
    got, expected = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if got.shape != expected.shape and not got.size == expected.size == 1:
        return Disagreement("shape", got, expected)
    got = got.reshape(expected.shape)
    if expected.size == 0:
        return None if got.size == 0 else Disagreement("empty", got, expected)
    other_places = (np.isfinite(got) != np.isfinite(expected)) | (np.isnan(got) != np.isnan(expected))
    other_infinity = np.isinf(expected) & (got != expected)
    for wrong in (other_places, other_infinity):
        if wrong.any():
            return Disagreement("not finite", got, expected, tuple(int(i) for i in np.argwhere(wrong)[0]))
    return _too_far(got, expected, tolerance)


def keeps_an_axis(got: np.ndarray, expected: np.ndarray) -> bool:
    """Whether a shape is the expected one except for axes of length 1, such as (1, H) for (H,)."""
    return expected.ndim >= 1 and got.shape != expected.shape and got.squeeze().shape == expected.squeeze().shape


def _too_far(got: np.ndarray, expected: np.ndarray, tolerance: float) -> Disagreement | None:
    finite = np.isfinite(expected)
    error = relative_error(got[finite], expected[finite])
    if error <= tolerance:
        return None
    distance = np.where(finite, np.abs(np.where(finite, got, 0) - np.where(finite, expected, 0)), -1.0)
    worst = np.unravel_index(int(np.argmax(distance)), expected.shape)
    return Disagreement("value", got, expected, tuple(int(i) for i in worst), error)
