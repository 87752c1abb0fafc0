"""What explains a wrong array, if anything simple does. The door is `explanations`.

A factor, a sign, a transpose, a lost upstream gradient, an answer to something else, numbers that overflowed: candidates
are tried from the most telling to the vaguest, and each must account for every entry, so that what is said is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from autograder.feedback.compare import Disagreement, relative_error
from autograder.feedback.factors import CLOSE, MINUS, Explanation, factor_words, factors, same
from autograder.feedback.relations import relations
from autograder.feedback.shapes import wrong_shape
from autograder.text.plural import agreed

TINY = 1e-8
"""Below this a number counts as zero where a scale is needed."""

FEW = 8

NOTHING = 1e-12
"""Below this share of the largest right entry all of a result is practically zero."""

_NAN = "nan is what inf - inf, inf / inf, 0 / 0 or 0 * inf give: which of your numbers grows so large, or is 0?"
_INF = "inf is what an overflow, a division by 0 or the logarithm of 0 gives: which of your numbers is it?"

Elsewhere = Mapping[str, np.ndarray]
"""Right answers to something else, by the words that say to what."""


def explanations(
    wrong: Disagreement, inputs: Mapping[str, Any], name: str = "the result", elsewhere: Elsewhere | None = None
) -> tuple[Explanation, ...]:
    """What turns the right array into the wrong one: of one number all that would, of an array the best.

    A factor is there once for every name that it has: other cases tell which one it is.
    """
    if wrong.trouble == "value":
        return tuple(_values(wrong.got, wrong.expected, inputs, name, elsewhere or {}))
    found: Explanation | None = None
    if wrong.trouble == "shape":
        found = _answers_to(wrong.got, elsewhere or {}, name) or wrong_shape(wrong.got, wrong.expected, name)
    elif wrong.trouble == "not finite":
        found = _not_finite(wrong.got, name)
    return (found,) if found else ()


def factor_between(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str
) -> tuple[Explanation, ...]:
    """The constant factor between two arrays of samples, such as slopes along several directions, by all its names."""
    return tuple(_nothing(got, expected, name)) or tuple(factors(got, expected, inputs, name, close=1e-4))


def _values(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str, elsewhere: Elsewhere
) -> Iterator[Explanation]:
    if not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return
    nothing = list(_nothing(got, expected, name))
    if nothing:
        yield from nothing
        return
    named = list(factors(got, expected, inputs, name))
    if got.size == 1:
        found = [*named, *relations(got, expected, inputs, name)]
    else:
        found = named or list(islice(_of_an_array(got, expected, inputs, name, elsewhere), 1))
    least = _least(got, expected)
    yield from (replace(why, needs_cases=max(why.needs_cases, least)) for why in found)


def _least(got: np.ndarray, expected: np.ndarray) -> int:
    """In how many cases, and in all, an explanation must hold: half of 1/2 or a few labels the other way round are chance."""
    one = got.size == 1
    plain = _simple(got) and _simple(expected) and (not one or np.all(got != -expected))
    return 2 if plain and len(np.unique(expected)) <= 2 else int(one)


def _simple(array: np.ndarray) -> bool:
    """A few whole numbers or plain fractions, of which one is easily made of another."""
    return array.size < FEW and all(abs(Fraction(x).limit_denominator(100) - Fraction(x)) < CLOSE for x in array.flat)


def _nothing(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Zero where something should be. That one number is zero is there to read, but for whoever may not see numbers."""
    if np.any(np.abs(got) > NOTHING * np.max(np.abs(expected))):
        return
    practically = "practically " if np.any(got) else ""
    if got.size > 1:
        yield same(f"{name} is {practically}zero everywhere.")
    else:
        yield Explanation("", f"{name} is {practically}zero.")


def _of_an_array(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str, elsewhere: Elsewhere
) -> Iterator[Explanation]:
    """What else than a factor makes one array of another."""
    other = _answers_to(got, elsewhere, name)
    if other:
        yield replace(other, needs_cases=2) if _simple(got) else other
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
    many = f"{bad} of {got.size} entries of {name} {agreed(bad, 'is', 'are')} not finite. " if got.size > 1 else ""
    why = _NAN if np.isnan(got).any() else _INF
    return Explanation(f"{many}{why}", why)  # how many is for a program to choose, and could say a number


__all__ = ["MINUS", "TINY", "Explanation", "explanations", "factor_between", "factor_words"]
