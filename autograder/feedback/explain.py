"""What explains a wrong array, if anything simple does.

A factor, a sign, a transpose, a lost upstream gradient, an answer to something else, numbers that overflowed:
candidates are tried from the most telling to the vaguest. Each must account for every entry, so that no explanation is
false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from autograder.feedback import texts
from autograder.feedback.compare import Disagreement, relative_error
from autograder.feedback.factors import CLOSE, Explanation, factors, same
from autograder.feedback.freedoms import Freedom, align
from autograder.feedback.relations import cut_logarithm, relations
from autograder.feedback.shapes import wrong_shape
from autograder.text.plural import agreed

TINY = 1e-8
"""Below this a number counts as zero where a scale is needed."""

FEW, SMALL_INTEGERS = 8, 1000

MOST = 6
"""How many explanations of an array are looked for, the best first: other cases rule some of them out."""

PRACTICALLY_ZERO = 1e-12
"""A result is practically zero when all of it is below this share of the largest right entry."""

HOW_NAN = (
    "nan usually comes from inf - inf, inf / inf, 0 / 0, 0 * inf, or the logarithm or square root of a "
    "negative number: "
    "which of these can happen here?"
)
HOW_INF = "inf usually comes from an overflow, a division by 0 or the logarithm of 0: which of these can happen here?"

OtherAnswers = Mapping[str, np.ndarray]
"""Right answers to something else, by words such as "dW should be"."""


def explanations(
    wrong: Disagreement, inputs: Mapping[str, Any], name: str = "the result", others: OtherAnswers | None = None
) -> tuple[Explanation, ...]:
    """What may have turned the right array into the wrong one: for one number all that would, for an array a few, the
    best first.

    A factor is listed once for each of its names, because other cases show which name is meant. An array that the
    comparison has changed gets no explanation.
    """
    kinds = {wrong.got.dtype.kind, wrong.expected.dtype.kind}
    if wrong.up_to or not kinds <= set("biuf"):
        return () if wrong.up_to else tuple(_other_than_real(wrong, name))
    # One integer such as a count or a label: a sign or a factor may be an accident there, even twice.
    size = float(np.max(np.abs(wrong.expected), initial=0.0))
    small = wrong.expected.size == 1 and (size == 1 or (wrong.expected.dtype.kind in "biu" and size < SMALL_INTEGERS))
    least_cases = 3 if small else 0
    got, expected = wrong.got.astype(np.float64), wrong.expected.astype(np.float64)
    if wrong.trouble == "value":
        whys = _of_values(got, expected, inputs, name, others or {})
        return tuple(replace(why, needs_cases=max(why.needs_cases, least_cases)) for why in whys)
    why = _not_finite(got, wrong.index, name) if wrong.trouble == "not finite" else None
    if wrong.trouble == "shape":
        why = _as_another_answer(got, others or {}, name) or wrong_shape(got, expected, name)
        why = why and replace(why, seen=True)
    return (why,) if why else ()


def factor_between(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str
) -> tuple[Explanation, ...]:
    """The constant factor between two arrays of samples, such as slopes along several directions.

    Each name is given once.
    """
    return tuple(_zeros(got, expected, name)) or tuple(factors(got, expected, inputs, name, close=1e-4))


def _of_values(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str, others: OtherAnswers
) -> Iterator[Explanation]:
    """What turns numbers into wrong ones; how many cases must show it depends on how easily it could be chance."""
    if not (np.isfinite(got).all() and np.isfinite(expected).all()) or np.array_equal(got, expected):
        return  # whole numbers may differ where no float can tell them apart
    if zeros := list(_zeros(got, expected, name)):
        yield from zeros
        return
    by_factor = list(factors(got, expected, inputs, name))
    if got.size == 1:
        whys = [*cut_logarithm(got, expected, name), *by_factor, *relations(got, expected, inputs, name)]
    else:
        whys = [*by_factor, *islice(_of_an_array(got, expected, inputs, name, others), MOST)]
    # Half of 1/2, or a few swapped labels, may be a coincidence in one case.
    plain = _simple(got) and _simple(expected) and (got.size > 1 or np.all(got != -expected))
    needed = 2 if plain and len(np.unique(expected)) <= 2 else int(got.size == 1)
    pair = (float(got.squeeze()), float(expected.squeeze())) if got.size == 1 else ()
    yield from (replace(why, needs_cases=max(why.needs_cases, needed), witness=why.witness or pair) for why in whys)


def _other_than_real(wrong: Disagreement, name: str) -> Iterator[Explanation]:
    """What turns a text or complex numbers into wrong ones; two cases must show it where the output is one number."""
    if wrong.trouble == "text":
        yield from texts.explanations(name, wrong.got, wrong.expected)
    if wrong.trouble != "value":
        return
    got, expected = np.asarray(wrong.got, np.complex128), np.asarray(wrong.expected, np.complex128)
    order: tuple[Freedom, ...] = ("permutation",)
    made = {
        f"{name} has the imaginary parts with the other sign: is it conjugated?": np.conj(expected),
        f"{name} has the right real parts, and no imaginary parts.": expected.real.astype(np.complex128),
        f"{name} has the wrong sign everywhere.": -expected,
        f"{name} has real and imaginary parts exchanged.": expected.imag + 1j * expected.real,
        f"{name} is the absolute value of what it should be.": np.abs(expected).astype(np.complex128),
        f"{name} has the right numbers in the wrong order.": align(
            expected.ravel(), got.ravel(), order, "columns"
        ).reshape(got.shape),
    }
    for words, value in made.items():
        if np.isfinite(got).all() and relative_error(got, value) < CLOSE < relative_error(value, expected):
            yield replace(same(words), needs_cases=2 if got.size == 1 else 0)


def _simple(array: np.ndarray) -> bool:
    """A few whole numbers or plain fractions, which are easily related by chance."""
    return array.size < FEW and all(abs(Fraction(x).limit_denominator(100) - Fraction(x)) < CLOSE for x in array.flat)


def _zeros(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """All zeros where values are expected.

    For a single number this adds nothing to the full message, only to the brief one, which shows no numbers.
    """
    if np.any(np.abs(got) > PRACTICALLY_ZERO * np.max(np.abs(expected))):
        return
    practically = "practically " if np.any(got) else ""
    if got.size > 1:
        yield replace(same(f"{name} is {practically}zero everywhere."), seen=True)
    else:
        yield Explanation("", f"{name} is {practically}zero.", seen=True)


def _of_an_array(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str, others: OtherAnswers
) -> Iterator[Explanation]:
    """What turns one array into another, other than a factor."""
    other = _as_another_answer(got, others, name)
    if other:
        yield replace(other, needs_cases=2) if _simple(got) else other
    offset = got - expected
    added = _first_equal(offset, others) if np.ptp(offset) != 0 and np.count_nonzero(offset) > 1 else ""
    if added:  # as when a gradient adds up from call to call
        more = same(_sentence(f"{name} is too large by exactly what {added}"))
        yield replace(more, needs_cases=2) if _simple(offset) else more
    yield from relations(got, expected, inputs, name)
    if got.size > 2 and np.ptp(got) == 0 < np.ptp(expected):
        yield same(f"All entries of {name} are the same number, and should not be.")


def _as_another_answer(got: np.ndarray, others: OtherAnswers, name: str) -> Explanation | None:
    """The explanation that the array is the right answer to something else: another output, or an earlier case."""
    if got.size < 2 or not np.isfinite(got).all() or np.ptp(got) == 0:
        return None
    what = _first_equal(got, others)
    text = _sentence(f"{name} is exactly what {what}")
    return Explanation(text, text, idea=f"exactly {what.rpartition(': ')[2]}") if what else None


def _first_equal(array: np.ndarray, others: OtherAnswers) -> str:
    """The words for the first of the other answers that an array equals; empty where it equals none."""
    return next(
        (
            what
            for what, other in others.items()
            if other.shape == array.shape and np.isfinite(other).all() and relative_error(array, other) < CLOSE
        ),
        "",
    )


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def _not_finite(got: np.ndarray, index: tuple[int, ...], name: str) -> Explanation:
    """How many entries are affected, and what produces such numbers; or what keeps a number finite."""
    if np.isfinite(got[index]):
        kept = "is some number kept from getting too large or too small on the way, or replaced?"
        text = f"{name} stays finite where it should not: {kept}"
        return Explanation(text, text, seen=True)
    bad = int(np.sum(~np.isfinite(got)))
    count = f"{bad} of {got.size} entries of {name} {agreed(bad, 'is', 'are')} not finite. " if got.size > 1 else ""
    why = HOW_NAN if np.isnan(got).any() else HOW_INF
    # the brief text has no count: a program chooses how many entries are affected, and could reveal a number by that
    return Explanation(f"{count}{why}", why, seen=True)


__all__ = ["TINY", "Explanation", "explanations", "factor_between"]
