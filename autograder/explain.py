"""What explains a wrong array, if anything simple does. The door is `explanation`.

A factor, a sign, a transpose, a lost upstream gradient, an answer to something else, numbers that overflowed: candidates
are tried from the most telling to the vaguest, and each must account for every entry, so that what is said is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.compare import Disagreement, relative_error
from autograder.factors import CLOSE, MINUS, Explanation, factor_words, factors, same
from autograder.relations import relations
from autograder.shapes import wrong_shape

TINY = 1e-8
"""Below this a number counts as zero where a scale is needed."""

Elsewhere = Mapping[str, np.ndarray]
"""Right answers to something else, by the words that say to what."""


def explanation(
    wrong: Disagreement, inputs: Mapping[str, Any], name: str = "the result", elsewhere: Elsewhere | None = None
) -> Explanation | None:
    """The first simple change that turns the right array into the wrong one."""
    if wrong.trouble == "shape":
        return _answers_to(wrong.got, elsewhere or {}, name) or wrong_shape(wrong.got, wrong.expected, name)
    if wrong.trouble == "value":
        return next(_values(wrong.got, wrong.expected, inputs, name, elsewhere or {}), None)
    if wrong.trouble == "not finite":
        return _not_finite(wrong.got, name)
    return None


def factor_between(got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str) -> Explanation | None:
    """The constant factor between two arrays of samples, such as slopes along several directions; None if there is none."""
    if not np.any(got):
        return same(f"{name} is zero everywhere.")
    return next(factors(got, expected, inputs, name, close=1e-4), None)


def _values(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str, elsewhere: Elsewhere
) -> Iterator[Explanation]:
    if not np.any(got) and np.any(expected):
        yield same(f"{name} is zero everywhere." if got.size > 1 else f"{name} is zero.")
    if np.isfinite(got).all() and np.isfinite(expected).all():
        yield from factors(got, expected, inputs, name)
        other = _answers_to(got, elsewhere, name)
        if other:
            yield other
        yield from relations(got, expected, inputs, name)
        if got.size > 2 and np.ptp(got) == 0 < np.ptp(expected):
            yield same(f"All entries of {name} are the same number, and should not be.")


def _answers_to(got: np.ndarray, elsewhere: Elsewhere, name: str) -> Explanation | None:
    """The right answer to something else: another output, or an earlier case."""
    if got.size < 2 or not np.isfinite(got).all() or np.ptp(got) == 0:
        return None
    for what, other in elsewhere.items():
        if other.shape == got.shape and np.isfinite(other).all() and relative_error(got, other) < CLOSE:
            return same(f"{name} is exactly what {what}{'' if what.endswith('?') else '.'}")
    return None


def _not_finite(got: np.ndarray, name: str) -> Explanation | None:
    """How many entries are affected, and what makes numbers of that kind."""
    if np.isfinite(got).all():
        return None
    bad = int(np.sum(~np.isfinite(got)))
    many = f"{bad} of {got.size} entries of {name} are not finite. " if got.size > 1 else ""
    if np.isnan(got).any():
        return same(
            f"{many}nan is what inf - inf, inf / inf, 0 / 0 or 0 * inf give: which of your numbers grows so large, or is 0?"
        )
    return same(
        f"{many}inf is what an overflow, a division by 0 or the logarithm of 0 gives: which of your numbers is it?"
    )


__all__ = ["MINUS", "TINY", "Explanation", "explanation", "factor_between", "factor_words"]
