"""What explains a wrong shape: what was done to right numbers, or else what such a shape often means."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.feedback.compare import relative_error
from autograder.feedback.factors import CLOSE, Explanation, same
from autograder.text.plural import agreed


def wrong_shape(got: np.ndarray, expected: np.ndarray, name: str) -> Explanation | None:
    """The first explanation that accounts for the shape; numbers come first, because they leave no doubt."""
    return next(_by_numbers(got, expected, name), None) or next(_by_shape(got, expected, name), None)


def _by_numbers(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    if not np.isfinite(got).all() or not np.isfinite(expected).all():
        return
    if (
        got.size == expected.size
        and _equal(got.reshape(expected.shape), expected)
        and got.squeeze().shape == expected.squeeze().shape
    ):
        if got.ndim > expected.ndim:
            yield same(
                f"The numbers of {name} are right; a sum with keepdims=True keeps an extra axis of length 1, and so do "
                "[ ] around an array."
            )
        else:
            yield same(f"The numbers of {name} are right, but an axis of length 1 is missing.")
    if got.ndim == 2 and got.shape == expected.shape[::-1] and _equal(got.T, expected):
        yield same(f"{name} is the transpose of what it should be.")
    if got.size == expected.size > 1 and _equal(got.ravel(), expected.ravel()):
        yield same(f"The numbers of {name} are right and in the right order; the shape is not. Was it flattened?")
    yield from _one_of_several(got, expected, name)
    yield from _summed(got, expected, name)
    yield from _cut(got, expected, name)


def _one_of_several(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """One row where all are asked for, or the history of a result where its end is."""
    if got.ndim == expected.ndim - 1 and len(expected) > 1 and _equal(got, expected[0]):
        asked = "is an array returned where a list of arrays is asked for, or one row where all are?"
        row = f"row of what it should be: {asked}" if got.ndim else "entry of what it should be: what about the others?"
        yield same(f"{name} is just the first {row}")
    if got.ndim == expected.ndim + 1 and len(got) > 1 and not np.ptp(got, axis=0).any():
        return  # of rows that are all alike, any one and their mean would be right
    if got.ndim == expected.ndim + 1 and len(got) > 1 and _equal(got[0], expected):
        what = "row" if expected.ndim else "entry"
        yield same(f"The first {what} of {name} would be right alone: is more returned than is asked for?")
    if got.ndim == expected.ndim + 1 and len(got) > 1 and _equal(got[-1], expected):
        yield same(f"The last row of {name} would be right alone: are all steps returned, where the last is asked for?")


def _summed(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """A sum or a mean that is missing, or applied once too often."""
    for what, total in (("sum", np.sum), ("mean", np.mean)):
        for axis in range(got.ndim):
            if got.ndim == expected.ndim + 1 and got.shape[axis] > 1 and _equal(total(got, axis=axis), expected):
                yield same(f"{name} has an axis too many: its {what} over axis {axis} would be right.")
        for axis in range(expected.ndim):
            if got.ndim == expected.ndim - 1 and expected.shape[axis] > 1 and _equal(got, total(expected, axis=axis)):
                yield same(f"{name} is the {what} of the right answer over axis {axis}: it went one step too far.")
        if got.size == 1 < expected.size and _equal(got.ravel()[0], np.asarray(total(expected))):
            yield same(f"{name} is the {what} of the right answer over everything: it went too far.")


def _cut(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    """Right, with the first or last entries missing, or with extra entries at the end."""
    if (
        not got.ndim
        or got.ndim != expected.ndim
        or got.shape[1:] != expected.shape[1:]
        or not got.size
        or not expected.size
    ):
        return
    missing = len(expected) - len(got)
    if missing > 0 and _equal(got, expected[:-missing]):
        yield same(f"{name} is right as far as it goes; the last {_entries(missing)} missing.")
    if missing > 0 and _equal(got, expected[missing:]):
        yield same(f"{name} is right as far as it goes; the first {_entries(missing)} missing.")
    if missing < 0 and _equal(got[:missing], expected):
        yield same(
            f"{name} is right, with {agreed(-missing, '1 extra entry', f'{-missing} extra entries')} at the end."
        )


def _entries(count: int) -> str:
    return agreed(count, "entry is", f"{count} entries are")


def _equal(a: np.ndarray, b: np.ndarray) -> bool:
    return np.shape(a) == np.shape(b) and relative_error(np.asarray(a), np.asarray(b)) < CLOSE


def _by_shape(got: np.ndarray, expected: np.ndarray, name: str) -> Iterator[Explanation]:
    if got.size == 0:
        yield same(f"{name} is empty.")
    elif got.ndim == expected.ndim + 1 and got.size == expected.size and 1 in got.shape:
        yield same(
            f"{name} has one axis too many: a sum with keepdims=True leaves an axis of length 1, and so do [ ] around "
            "an array."
        )
    elif got.ndim == 2 and expected.ndim == 2 and got.shape == expected.shape[::-1]:
        yield same(f"{name} has its two axes swapped: is a transpose missing or one too many?")
    elif got.ndim == 2 and expected.ndim <= 1 and got.shape[0] == got.shape[1] > 1:
        yield same(f"{name} is a square table: did a column meet a row? Print the shapes before you combine them.")
    elif got.ndim > expected.ndim:
        yield same(f"{name} has more axes than it should: is a sum over one axis missing?")
    elif got.size == 1 < expected.size and got.ndim < expected.ndim:
        yield same(f"{name} is a single number: is it multiplied by an array yet, or was too much summed up?")
    elif got.ndim < expected.ndim:
        yield same(f"{name} has fewer axes than it should: was too much summed up, or a part taken for the whole?")
