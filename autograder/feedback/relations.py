"""Ways in which a wrong array is made of the right one, or of an input, each true for every entry when it is said.

The door is `relations`: wrong and right arrays of one shape, finite, and the case's inputs in; explanations out, from the
most telling to the vaguest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.feedback.compare import relative_error
from autograder.feedback.factors import CLOSE, Explanation, common_factor, factor_words, same
from autograder.text.plural import agreed, among, counted

MOST_WRONG = 0.6
"""Where a larger share is wrong, an array is not called right in part."""


def relations(got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str) -> Iterator[Explanation]:
    """Every relation that holds, the best first."""
    yield from _arrangements(got, expected, inputs, name)
    yield from _copies(got, inputs, name)
    yield from _lost_or_added(got, expected, inputs, name)
    yield from _functions(got, expected, name)
    yield from _rounded(got, expected, name)
    yield from _signs(got, expected, name)
    yield from _masks(got, expected, name)
    yield from _lines_apart(got, expected, name)
    yield from _sums(got, expected, name)
    yield from _by_sign(got, expected, inputs, name)
    yield from _partly_right(got, expected, name)


def _close(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.isfinite(a).all()) and relative_error(a, b) < CLOSE


def _arrangements(got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str) -> Iterator[Explanation]:
    """The right numbers in the wrong order."""
    if expected.ndim == 2 and expected.shape[0] == expected.shape[1] > 1:
        if _close(got, expected.T):
            yield same(f"{name} is transposed.")
        factor = common_factor(got, expected.T)
        words = factor_words(factor, inputs) if factor else ""
        if words:
            yield same(f"{name} is transposed, and {words} times what it should be.")
    if expected.ndim and expected.size > 1 and _close(got, expected[::-1]):
        yield same(f"{name} is in reversed order.")
    if expected.size > 2 and _close(np.sort(got, axis=None), np.sort(expected, axis=None)):
        yield same(f"{name} has the right numbers in the wrong places.")


def _numeric(inputs: Mapping[str, Any]) -> Iterator[tuple[str, np.ndarray]]:
    """The inputs that are numbers or arrays of numbers."""
    for name, value in inputs.items():
        if isinstance(value, (np.ndarray, int, float)) and not isinstance(value, bool):
            array = np.asarray(value)
            if array.dtype.kind in "fiu" and array.size:
                yield name, array.astype(np.float64)


def _copies(got: np.ndarray, inputs: Mapping[str, Any], name: str) -> Iterator[Explanation]:
    """An input handed back: the upstream gradient passed on, or the local slope alone, or one row of a batch."""
    for other, value in _numeric(inputs):
        if value.ndim == got.ndim + 1 and len(value) > 1 and value.shape[1:] == got.shape and got.size > 1:
            for row, what in ((value[0], "first"), (value[-1], "last")):
                if _close(got, row):
                    yield same(f"{name} is just the {what} row of {other}: what about the others?")
        if value.shape == got.shape and got.size > 1:
            if _close(got, value):
                yield same(f"{name} is just {other}, unchanged.")
            elif _close(got, -value):
                yield same(f"{name} is just {other} with the other sign.")


def _lost_or_added(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str
) -> Iterator[Explanation]:
    """An input left out of a product or a sum, or taken twice; or any constant added."""
    for other, value in _numeric(inputs):
        if value.shape in {(), expected.shape} and np.all(value) and not np.all(np.abs(value) == 1):
            if _close(got * value, expected):
                yield same(f"{name} times {other} would be right: is {other} left out?")
            if _close(got, expected * value):
                yield same(f"{name} is {other} times what it should be: is it multiplied in once too often?")
    if expected.size == 1 or not np.any(expected):
        return
    for other, value in _numeric(inputs):
        if value.ndim and np.any(value) and _fits(value.shape, expected.shape):
            if _close(got + value, expected):
                yield same(f"{name} plus {other} would be right: is {other} left out?")
            if _close(got - value, expected):
                yield same(f"{name} minus {other} would be right: is {other} added once too often?")
    offset = got - expected
    for other, value in _numeric(inputs):
        if value.shape == expected.shape and expected.size > 2 and np.ptp(value) and common_factor(offset, value):
            yield same(f"{name} is off by a multiple of {other}: where does {other} come in?")
    if expected.size > 2 and relative_error(offset, np.full(offset.shape, float(np.mean(offset)))) < CLOSE:
        full = f"{name} is {np.mean(offset):.6g} too large in every entry."
        yield Explanation(full, f"{name} is off by one added constant in every entry.")


def _fits(shape: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    """Whether an array of ``shape`` may be added to one of the shape ``whole`` and leave it as large."""
    return len(shape) <= len(whole) and all(a == b for a, b in zip(shape[::-1], whole[::-1], strict=False))


def _functions(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """A square, a root, a logarithm, an exponential, a reciprocal, a complement."""
    with np.errstate(all="ignore"):
        made = {
            "the square of": expected**2,
            "the square root of": np.sqrt(expected),
            "the natural logarithm of": np.log(expected),
            "e to the power of": np.exp(expected),
            "1 divided by": 1 / expected,
            "1 minus": 1 - expected,
            "the absolute value of": np.abs(expected),
        }
    for words, value in made.items():
        if np.isfinite(value).all() and not _close(value, expected) and _close(got, value):
            yield same(f"{name} is {words} what it should be.")


def _rounded(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Fractions lost, as in an array of integers."""
    if (
        expected.size > 1
        and np.any(got)
        and any(np.array_equal(got, cut(expected)) for cut in (np.trunc, np.round, np.floor))
    ):
        yield same(
            f"{name} holds whole numbers, the right ones without their fractions. Is it kept in an array of integers?"
        )


def _signs(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """The right sizes with some wrong signs."""
    if expected.size > 1 and _close(np.abs(got), np.abs(expected)):
        wrong = int(np.sum(np.sign(got) != np.sign(expected)))
        yield same(f"The sizes in {name} are right, but {among(wrong, expected.size, 'sign')} wrong.")


def _masks(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Zero where it should not be, and not zero where it should be."""
    off, should = got == 0, expected == 0
    if expected.size > 3 and off.any() and should.any() and not np.any(off & should) and np.all(off | should):
        yield same(
            f"{name} is zero exactly where it should not be, and not zero where it should be: a mask the wrong way round?"
        )


def _by_sign(got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str) -> Iterator[Explanation]:
    """Wrong exactly where an input has one sign."""
    wrong = np.abs(got - expected) > CLOSE * float(np.max(np.abs(expected), initial=0.0))
    if expected.size < 4 or wrong.all():
        return
    for other, value in _numeric(inputs):
        for words, there in (("negative", value < 0), ("positive", value > 0)):
            if value.shape == expected.shape and np.array_equal(wrong, there) and int(there.sum()) > 1:
                yield same(f"{name} is wrong exactly where {other} is {words}: what happens there?")


def _lines_apart(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """A factor, or an added number, for every row or column of its own."""
    if expected.ndim != 2 or min(expected.shape) < 2:
        return
    for axis, what in ((1, "row"), (0, "column")):
        if expected.shape[axis] > 2 and _own_factor(got, expected, axis):
            yield same(f"Every {what} of {name} is off by a factor of its own: what belongs to a whole {what}?")
        offset = got - expected
        if expected.shape[axis] > 2 and _close(
            offset, np.broadcast_to(offset.mean(axis=axis, keepdims=True), offset.shape)
        ):
            yield same(f"Every {what} of {name} is off by an added number of its own: what belongs to a whole {what}?")


def _own_factor(got: np.ndarray, expected: np.ndarray, axis: int) -> bool:
    energy = np.sum(expected * expected, axis=axis, keepdims=True)
    if not np.all(energy) or not np.any(got):
        return False
    factor = np.sum(got * expected, axis=axis, keepdims=True) / energy
    return _close(got, factor * expected)


def _sums(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Rows or columns that should all add up to 0, or to 1, and do not."""
    if expected.ndim != 2 or min(expected.shape) < 2 or expected.shape[0] == expected.shape[1] == 1:
        return
    scale = float(np.max(np.abs(expected)))
    for axis, what, across in ((1, "row", "column"), (0, "column", "row")):
        for total in (0.0, 1.0):
            if _adds_up(expected, axis, total, scale) and not _adds_up(got, axis, total, scale):
                instead = (
                    f" Yours do so in every {across}: the other axis?" if _adds_up(got, 1 - axis, total, scale) else ""
                )
                yield same(f"Every {what} of {name} should add up to {total:g}, and yours do not.{instead}")


def _adds_up(array: np.ndarray, axis: int, total: float, scale: float) -> bool:
    return bool(np.all(np.abs(array.sum(axis=axis) - total) < CLOSE * max(scale, total)))


def _partly_right(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Right almost everywhere, or all wrong entries of one kind."""
    scale = max(float(np.max(np.abs(expected))), 1e-300)
    wrong = np.abs(got - expected) > CLOSE * scale
    count, few = int(wrong.sum()), float(np.mean(wrong)) <= MOST_WRONG
    if expected.size < 4 or count == expected.size:
        return
    if few and not np.any(got[wrong]):
        zero = agreed(count, "1 entry is", f"{count} entries are")
        yield same(f"{name} is right where it is not zero, but {zero} zero that should not be: why?")
    elif few and not np.any(expected[wrong]):
        on = agreed(count, "and is not: what should switch it off?", "and are not: what should switch them off?")
        yield same(f"{name} has {counted(count, 'entry')} that should be zero {on}")
    elif count > 1 and common_factor(got[wrong], expected[wrong]) is not None:
        yield same(f"{name} is right in part; the other entries are off by one factor. What have they in common?")
    elif few:
        rows, columns = _lines(wrong)
        what = rows or columns or among(count, wrong.size, "entry")
        yield same(f"{name} is right in part: {what} wrong.")


def _lines(wrong: np.ndarray) -> tuple[str, str]:
    """Whole wrong rows or columns of a table, in words."""
    if wrong.ndim != 2:
        return "", ""
    rows, columns = np.all(wrong, axis=1), np.all(wrong, axis=0)
    whole_rows = np.array_equal(wrong, rows[:, None] & np.ones_like(wrong))
    whole_columns = np.array_equal(wrong, columns[None, :] & np.ones_like(wrong))
    return (_numbered("row", rows) if whole_rows else ""), (_numbered("column", columns) if whole_columns else "")


def _numbered(what: str, mask: np.ndarray) -> str:
    numbers = ", ".join(map(str, np.flatnonzero(mask)[:5]))
    return f"{what} {numbers} (counted from 0) is" if mask.sum() == 1 else f"{what}s {numbers} (counted from 0) are"
