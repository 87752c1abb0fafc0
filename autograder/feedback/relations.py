"""How a whole wrong array is made from the right one, or from an input; each relation holds for every entry.

`relations` takes a wrong and a right array of one shape, both finite, and the case's inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.feedback.compare import relative_error
from autograder.feedback.factors import CLOSE, Explanation, common_factor, factor_words, same
from autograder.feedback.parts import parts
from autograder.text.plural import agreed, among

BOUNDS = tuple(range(5, 21))
"""The usual k of a bound 1e-k for the argument of a logarithm."""

DIGITS = range(1, 7)


def relations(got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str) -> Iterator[Explanation]:
    """Every relation that holds, the most telling first."""
    numeric = _numeric(inputs)
    yield from _arrangements(got, expected, inputs, name)
    yield from _copies(got, numeric, name)
    yield from _multiplied(got, expected, numeric, name)
    yield from _added(got, expected, numeric, name)
    yield from _functions(got, expected, name)
    yield from _rounded(got, expected, name)
    yield from _lost(got, expected, name)
    yield from _permuted(got, expected, name)
    yield from parts(got, expected, numeric, name)


def _numeric(inputs: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The inputs that are numbers or arrays of numbers."""
    numbers = {
        name: np.asarray(value)
        for name, value in inputs.items()
        if isinstance(value, (np.ndarray, int, float)) and not isinstance(value, bool)
    }
    return {
        name: array.astype(np.float64) for name, array in numbers.items() if array.dtype.kind in "fiu" and array.size
    }


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


def _permuted(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """The right numbers in other places: told where nothing better is known of them."""
    if expected.size > 2 and _close(np.sort(got, axis=None), np.sort(expected, axis=None)):
        yield same(f"{name} has the right numbers in the wrong places.")


def _copies(got: np.ndarray, numeric: Mapping[str, np.ndarray], name: str) -> Iterator[Explanation]:
    """An input handed back: the upstream gradient passed on, or the local slope alone, or one row of a batch."""
    if got.size < 2 and np.array_equal(got, np.round(got)):
        return
    for other, value in numeric.items():
        if value.ndim == got.ndim + 1 and len(value) > 1 and value.shape[1:] == got.shape:
            for row, what in ((value[0], "first"), (value[-1], "last")):
                if _close(got, row):
                    yield same(f"{name} is just the {what} row of {other}: what about the others?")
        if value.shape == got.shape and _close(got, value):
            yield same(f"{name} is just {other}, unchanged.")
        elif value.shape == got.shape and _close(got, -value):
            yield same(f"{name} is just {other} with the other sign.")


def _multiplied(
    got: np.ndarray, expected: np.ndarray, numeric: Mapping[str, np.ndarray], name: str
) -> Iterator[Explanation]:
    """An input left out of a product, or multiplied in twice."""
    for other, value in numeric.items():
        if value.shape not in {(), expected.shape} or not np.all(value) or np.all(np.abs(value) == 1):
            continue
        if _close(got * value, expected):
            yield same(f"{name} times {other} would be right: is {other} left out?")
        if _close(got, expected * value):
            yield same(f"{name} is {other} times what it should be: is there one factor too many?")


def _added(
    got: np.ndarray, expected: np.ndarray, numeric: Mapping[str, np.ndarray], name: str
) -> Iterator[Explanation]:
    """An input left out of a sum, or added twice, or added with a factor; or a constant added."""
    if expected.size == 1 or not np.any(expected):
        return
    for other, value in numeric.items():
        fits = value.ndim and value.shape == expected.shape[-value.ndim :]  # adds up without stretching an axis
        if fits and np.any(value):
            if _close(got + value, expected):
                yield same(f"{name} plus {other} would be right: is {other} left out?")
            if _close(got - value, expected):
                yield same(f"{name} minus {other} would be right: is {other} added once too often?")
    offset = got - expected
    if expected.size == 2:
        return
    for other, value in numeric.items():
        several = value.shape == expected.shape and np.count_nonzero(value) > 1 and np.ptp(value) > 0
        if several and common_factor(offset, value):
            yield same(f"{name} is off by a multiple of {other}: where does {other} come in?")
    if relative_error(offset, np.full(offset.shape, float(np.mean(offset)))) < CLOSE:
        full = f"{name} is {np.mean(offset):.6g} too large in every entry."
        yield Explanation(full, f"{name} is off by one added constant in every entry.")


def _functions(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """A square, a root, a logarithm, an exponential, a reciprocal, a complement.

    Of 0 and numbers of size 1 a square or a size says nothing: there are only two.
    """
    if expected.size > 1 and np.all(np.isin(expected, (-1, 0, 1))):
        return
    with np.errstate(all="ignore"):
        made = {
            "the square of": expected**2,
            "the square root of": np.sqrt(expected),
            "the natural logarithm of": np.log(expected),
            "e to the power of": np.exp(expected),
            "1 divided by": 1 / expected,
            "1 minus": 1 - expected if not _close(1 - expected, -expected) else expected,
            "the absolute value of": np.abs(expected),
        }
    for words, value in made.items():
        if np.isfinite(value).all() and not _close(value, expected) and _close(got, value):
            yield same(f"{name} is {words} what it should be.")


def _rounded(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Right except for the digits that were rounded away; to whole numbers it may as well be a decision."""
    for digits in DIGITS:
        if np.array_equal(got, np.round(expected, digits)):
            text = f"{name} is right, but rounded to {agreed(digits, '1 digit', f'{digits} digits')} after the point."
            yield Explanation(text, text, needs_cases=0 if expected.size > 3 else 2)


def cut_logarithm(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """One number that is the logarithm of a bound such as 1e-15, and should be larger."""
    if expected.size != 1 or abs(expected) <= abs(got):
        return
    for power in BOUNDS:
        if _close(np.abs(got), np.full(got.shape, power * np.log(10))):
            sign = "minus " if float(got.squeeze()) > 0 else ""
            yield same(
                f"{name} is {sign}the logarithm of 1e-{power}, whatever the inputs are: is a number kept from getting "
                "smaller than that before its logarithm is taken?"
            )


def _lost(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Fractions lost, as in an array of integers; signs lost; or the entries lost that a mask should have kept."""
    # an array of integers cuts towards 0; numbers that are rounded, such as a decision for 0 or 1, are something else
    if expected.size > 1 and np.any(got) and np.array_equal(got, np.trunc(expected)):
        yield same(
            f"{name} holds whole numbers, the right ones without their fractions. Is it kept in an array of integers?"
        )
    if expected.size > 1 and _close(np.abs(got), np.abs(expected)):
        wrong = int(np.sum(np.sign(got) != np.sign(expected)))
        yield same(f"The sizes in {name} are right, but {among(wrong, expected.size, 'sign')} wrong.")
    off, should = got == 0, expected == 0
    if expected.size > 3 and off.any() and should.any() and np.array_equal(off, ~should):
        yield same(
            f"{name} is zero exactly where it should be nonzero, and nonzero where it should be zero: is a mask "
            "inverted?"
        )
