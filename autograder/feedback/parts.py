"""Which part of an array is wrong, and what its entries have in common: a sign, a threshold, a bound, a row, a factor.

`parts` takes a wrong and a right array of one shape, both finite, and the inputs that are numbers, as arrays. Each
sentence holds for every entry; a common property of a few entries counts only where chance would rarely produce it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import comb

import numpy as np

from autograder.feedback.compare import relative_error
from autograder.feedback.factors import CLOSE, Explanation, common_factor, same
from autograder.text.plural import agreed, among, counted

MOST_WRONG = 0.6
"""Where a larger share is wrong, an array is not called right in part."""

RARE_BY_SIGN, RARE_BY_THRESHOLD = 100, 10_000
"""How many ways there must be to choose the wrong entries.

A sign allows two of them for each input, a threshold many.
"""


def parts(got: np.ndarray, expected: np.ndarray, numeric: Mapping[str, np.ndarray], name: str) -> Iterator[Explanation]:
    """Every property that the wrong entries share, the most telling first."""
    yield from _saturated(got, expected, name)
    yield from _branches(got, expected, numeric, name)
    yield from _first_alone(got, expected, name)
    yield from _lines(got, expected, name)
    yield from _by_input(got, expected, numeric, name)
    yield from _partly_right(got, expected, name)


def _wrong(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    return np.asarray(np.abs(got - expected) > CLOSE * float(np.max(np.abs(expected), initial=0.0)))


def _saturated(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """All wrong entries are one number, which bounds the right ones."""
    wrong = _wrong(got, expected)
    count = int(wrong.sum())
    if count < 2 or count == wrong.size or np.ptp(got[wrong]) > CLOSE * abs(float(got[wrong][0])):
        return
    bound = float(got[wrong][0])
    for side, verb in ((1, "above"), (-1, "below")):
        beyond = np.all(side * expected[wrong] > side * bound) and np.ptp(expected[wrong]) > 0
        within = np.all(side * got[~wrong] <= side * bound + CLOSE * abs(bound))
        if beyond and within:
            yield Explanation(
                f"{name} never goes {verb} {bound:.6g}, and should in {counted(count, 'entry')}. Otherwise "
                f"it is right.",
                f"{name} never goes {verb} one number, and should. Otherwise it is right.",
            )


def _branches(
    got: np.ndarray, expected: np.ndarray, numeric: Mapping[str, np.ndarray], name: str
) -> Iterator[Explanation]:
    """One factor where a number is positive and another where it is negative: of an input, or of the right array."""
    if not np.all(expected) or expected.size < 4:
        return
    deciding = {f"{other} is": value for other, value in numeric.items() if value.shape == expected.shape}
    for which, value in {**deciding, "it should be": expected}.items():
        positive = value > 0
        above, below = _factor_of(got[positive], expected[positive]), _factor_of(got[~positive], expected[~positive])
        if above is None or below is None or min(abs(above - below), abs(above - 1), abs(below - 1)) < CLOSE:
            continue
        where = f"where {which} positive", f"where {which} {'0 or ' if np.any(value == 0) else ''}negative"
        asked = "are the two cases told apart rightly?"
        yield Explanation(
            f"{name} is {above:.6g} times what it should be {where[0]}, and {below:.6g} times {where[1]}: {asked}",
            f"{name} is off by one factor {where[0]} and by another {where[1]}: {asked}",
        )


def _factor_of(got: np.ndarray, expected: np.ndarray) -> float | None:
    """The factor of a part of an array. If its right entries are all alike, any number would fit, and there is none."""
    sizes = np.abs(expected)
    if sizes.size < 2 or np.ptp(sizes) <= CLOSE * float(np.max(sizes)):
        return None
    return common_factor(got, expected)


def _lines(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Rows or columns that each have a factor or an added number of their own, or that should add up to 0 or to 1."""
    if expected.ndim != 2 or min(expected.shape) < 2:
        return
    offset = got - expected
    for axis, what in ((1, "row"), (0, "column")):
        if expected.shape[axis] < 3:
            continue
        if _own_factors(got, expected, axis):
            yield same(f"Every {what} of {name} is off by a factor of its own: what belongs to a whole {what}?")
        added = offset.mean(axis=axis, keepdims=True)
        own = relative_error(offset, np.broadcast_to(added, offset.shape)) < CLOSE
        if own and relative_error(added, np.broadcast_to(added.mean(), added.shape)) > CLOSE:
            yield same(f"Every {what} of {name} is off by an added number of its own: what belongs to a whole {what}?")
    scale = float(np.max(np.abs(expected)))
    for axis, what, across in ((1, "row", "column"), (0, "column", "row")):
        for total in (0.0, 1.0):
            if _adds_up(expected, axis, total, scale) and not _adds_up(got, axis, total, scale):
                other_axis = _adds_up(got, 1 - axis, total, scale)
                instead = f" Your {across}s do: did you sum over the wrong axis?" if other_axis else ""
                yield same(f"Every {what} of {name} should add up to {total:g}, but yours do not.{instead}")


def _own_factors(got: np.ndarray, expected: np.ndarray, axis: int) -> bool:
    """Whether each line along ``axis`` has a factor, and not all have the same.

    Errors are compared with the line's own size, or small lines would always fit.
    """
    if np.any(np.count_nonzero(expected, axis=axis) < 2) or not np.any(got):
        return False
    energy = np.sum(expected * expected, axis=axis, keepdims=True)
    own = np.sum(got * expected, axis=axis, keepdims=True) / energy
    if np.ptp(own) <= CLOSE * np.max(np.abs(own)):
        return False
    scaled = own * expected
    return bool(np.all(np.abs(got - scaled) <= CLOSE * np.max(np.abs(scaled), axis=axis, keepdims=True)))


def _adds_up(array: np.ndarray, axis: int, total: float, scale: float) -> bool:
    return bool(np.all(np.abs(array.sum(axis=axis) - total) < CLOSE * max(scale, total)))


def _by_input(
    got: np.ndarray, expected: np.ndarray, numeric: Mapping[str, np.ndarray], name: str
) -> Iterator[Explanation]:
    """Wrong exactly where an input has one sign, or else where it is above or below some number."""
    wrong = _wrong(got, expected)
    ways = comb(wrong.size, int(wrong.sum()))
    deciding = {other: value for other, value in numeric.items() if value.shape == expected.shape}
    for other, value in deciding.items() if ways >= RARE_BY_SIGN else ():
        for words, there in (("negative", value < 0), ("positive", value > 0), ("0", value == 0)):
            if np.array_equal(wrong, there) and int(there.sum()) > 1:
                text = f"{name} is wrong exactly where {other} is {words}: what happens there?"
                yield Explanation(text, text, needs_cases=1)
    for other, value in deciding.items() if ways >= RARE_BY_THRESHOLD else ():
        for words, signed in (("large", value), ("small", -value), ("large in size", np.abs(value))):
            if signed[wrong].min() > signed[~wrong].max():
                text = f"{name} is wrong exactly where {other} is {words}: is there a threshold?"
                yield Explanation(text, text, needs_cases=1)


def _first_alone(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Only the first entry or row is right."""
    if not expected.ndim or len(expected) < 2 or not np.all(expected[0]):
        return
    wrong = _wrong(got, expected)
    if wrong[0].any() or not wrong[1:].all():
        return
    what = "entry" if expected.ndim == 1 else "row"
    asked = "what is different from the second on?" if np.any(got[1:]) else "does a loop end too early?"
    yield replace(same(f"Only the first {what} of {name} is right: {asked}"), needs_cases=2 if expected.size < 4 else 0)


def _partly_right(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Right almost everywhere, or all wrong entries of one kind."""
    wrong = _wrong(got, expected)
    count, few = int(wrong.sum()), float(np.mean(wrong)) <= MOST_WRONG
    if expected.size < 4 or count == expected.size:
        return
    if few and not np.any(got[wrong]):
        zero = agreed(count, "1 entry is", f"{count} entries are")
        yield same(f"{name} is right where it is not zero, but {zero} zero that should not be: why?")
    elif few and not np.any(expected[wrong]):
        on = agreed(count, "and is not: what should switch it off?", "and are not: what should switch them off?")
        yield same(f"{name} has {counted(count, 'entry')} that should be zero {on}")
    elif _factor_of(got[wrong], expected[wrong]) is not None:
        yield same(f"{name} is right in part; the other entries are off by one factor. What have they in common?")
    elif few:
        what = _whole_lines(wrong) or among(count, wrong.size, "entry")
        yield same(f"{name} is right in part: {what} wrong.")


def _whole_lines(wrong: np.ndarray) -> str:
    """The wrong rows or columns of a table in words, if they are wrong as a whole and nothing else is."""
    if wrong.ndim != 2:
        return ""
    for what, axis in (("row", 1), ("column", 0)):
        lines = wrong.all(axis=axis)
        if np.array_equal(wrong, np.broadcast_to(np.expand_dims(lines, axis), wrong.shape)):
            numbers = ", ".join(map(str, np.flatnonzero(lines)[:5]))
            single = int(lines.sum()) == 1
            return f"{what}{'' if single else 's'} {numbers} (counted from 0) {'is' if single else 'are'}"
    return ""
