"""Does an output agree with the right one? If not, where and how do they differ?

Text, None, integers and truth values must be equal. Other numbers have a tolerance that is relative to the largest
entry of the right array, one array at a time. Measured on correct networks, entry-by-entry relative errors reach 1e-6
for tanh and 4e-2 for float32 work, while this measure stays below 1e-9 and 6.2e-7: at 1e-5 it accepts every correct
solution and is still a thousand times finer than the known mistakes. A second look finds small entries that are wrong
beside a large one: far off for their own size, and further than rounding explains, as the other entries show it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from autograder.feedback.freedoms import Freedom, Vectors, align

TOLERANCE = 1e-5
SMALLEST_SCALE = 1e-8
HALF_A_UNIT = 0.4
"""Where all right entries are whole numbers, an error of one is an error, however large they are."""
WHOLE = 1e-6
"""A float this close to an integer counts as that integer."""
GROSS = 0.1
"""An entry that is off by more than this share of itself gets a second look."""
NOISE_MARGIN, DOUBLE_NOISE, SINGLE_NOISE = 30.0, 1e-8, 1e-6
"""Rounding, as a share of the largest entry: this multiple of the error of the entries that are right, and at least ten
times what correct work in double precision shows, or more than what work in single precision does."""

Trouble: TypeAlias = Literal["kind", "shape", "empty", "not finite", "value", "text"]
Rule: TypeAlias = Literal["largest", "second look", "exact", "entry"]
"""How numbers were compared: by the largest entry, by the second look, exactly, or each entry by itself."""


@dataclass(frozen=True)
class Precision:
    """How closely an output must agree. Where nothing is set, integers are exact and floats have the usual tolerance.

    ``tolerance`` is relative to the largest entry, ``rtol`` to each entry, and ``atol`` is absolute. ``up_to`` names
    what may differ between right answers, of the ``vectors`` in an array's columns or rows.
    """

    tolerance: float | None = None
    rtol: float | None = None
    atol: float | None = None
    exact: bool | None = None
    up_to: tuple[Freedom, ...] = ()
    vectors: Vectors = "columns"

    @property
    def by_entry(self) -> bool:
        """Whether each entry has a tolerance of its own."""
        return self.rtol is not None or self.atol is not None

    @property
    def smallest(self) -> float:
        """0 counts as equal to an array whose largest entry is no larger; what should be 0 is often such a number."""
        return (TOLERANCE if self.tolerance is None else self.tolerance) * SMALLEST_SCALE

    def is_exact_for(self, expected: np.ndarray) -> bool:
        """Whether an array like ``expected`` must be matched exactly."""
        if self.exact is not None:
            return self.exact
        return expected.dtype.kind in "biu" and self.tolerance is None and not self.by_entry


USUAL = Precision()


@dataclass(frozen=True)
class Disagreement:
    """How ``got`` differs from ``expected``.

    ``index`` is the worst entry, or the first that is not finite or not equal; ``rule`` says how numbers were compared.
    ``up_to`` is what the comparison leaves open, where it has changed ``got``, which is then not what came back.
    """

    trouble: Trouble
    got: np.ndarray
    expected: np.ndarray
    index: tuple[int, ...] = ()
    error: float = np.inf
    rule: Rule = "largest"
    up_to: tuple[Freedom, ...] = ()
    as_came: tuple[np.ndarray, np.ndarray] | None = None

    @property
    def shown(self) -> tuple[np.ndarray, np.ndarray]:
        """Both arrays as a student reads them: truth values and whole numbers before anything was computed of them."""
        return self.as_came or (self.got, self.expected)


def content_of(array: np.ndarray) -> Literal["number", "text", "nothing"]:
    """What an output holds: numbers, text, or None."""
    return "text" if array.dtype.kind == "U" else "nothing" if array.dtype.kind == "V" else "number"


def relative_error(got: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference over the largest right entry; both arrays finite and of one shape."""
    scale = max(float(np.max(np.abs(expected), initial=0.0)), SMALLEST_SCALE)
    dtype = np.result_type(got, expected, np.float64)  # in which nothing wraps
    return float(np.max(np.abs(np.subtract(got, expected, dtype=dtype)), initial=0.0)) / scale


def disagreement(got: np.ndarray, expected: np.ndarray, how: Precision = USUAL) -> Disagreement | None:
    """None when the outputs agree: of the same kind and shape, finite in the same places, and close or equal.

    A size-1 array is accepted where one number is expected, and the other way round; of two empty lists nobody can tell
    what they are lists of.
    """
    got, expected = _signed(np.asarray(got)), _signed(np.asarray(expected))
    if content_of(got) != content_of(expected):
        same = got.size == expected.size == 0 and got.shape == expected.shape
        return None if same else Disagreement("kind", got, expected)
    if content_of(expected) == "nothing":
        return None
    if content_of(expected) == "text":
        return _other_text(got, expected, how)
    return _other_numbers(got, expected, how)


def _signed(array: np.ndarray) -> np.ndarray:
    """Whole numbers with a sign, so that no difference wraps; those that are too large for it as they are."""
    small = array.dtype.kind in "iu" and (array.dtype != np.uint64 or np.max(array, initial=0) < 1 << 63)
    return array.astype(np.int64) if small else array


def keeps_an_axis(got: np.ndarray, expected: np.ndarray) -> bool:
    """Whether a shape is the expected one except for axes of length 1, such as (1, H) for (H,)."""
    return expected.ndim >= 1 and got.shape != expected.shape and got.squeeze().shape == expected.squeeze().shape


def _other_text(got: np.ndarray, expected: np.ndarray, how: Precision) -> Disagreement | None:
    if got.shape == expected.shape:
        aligned = align(got, expected, how.up_to, how.vectors)
        different = np.argwhere(np.atleast_1d(aligned != expected))
        if not len(different):
            return None
        index = tuple(int(i) for i in different[0]) if expected.ndim else ()
        return Disagreement("text", aligned, expected, index, up_to=_changed(got, aligned, how))
    if got.ndim == expected.ndim == 1:
        return Disagreement("text", got, expected)
    return Disagreement("shape", got, expected)


def _changed(got: np.ndarray, aligned: np.ndarray, how: Precision) -> tuple[Freedom, ...]:
    return () if np.array_equal(got, aligned, equal_nan=got.dtype.kind in "fc") else how.up_to


def _other_numbers(got: np.ndarray, expected: np.ndarray, how: Precision) -> Disagreement | None:
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
    aligned, finite = align(got, expected, how.up_to, how.vectors), np.isfinite(expected)
    found = _unequal if how.is_exact_for(expected) else _too_far
    wrong_value = found(aligned, expected, finite, how)
    return wrong_value and replace(
        wrong_value, up_to=_changed(got, aligned, how), as_came=(aligned.reshape(expected.shape), expected)
    )


def _in_double(got: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    dtype = np.complex128 if "c" in (got.dtype.kind, expected.dtype.kind) else np.float64
    return got.astype(dtype), expected.astype(dtype)


def _unequal(got: np.ndarray, expected: np.ndarray, finite: np.ndarray, how: Precision) -> Disagreement | None:
    """The first entry that is not equal; a float may be a little off the integer that it stands for.

    With `exact: true` it may not, and both are compared as Python's numbers, of which none is rounded.
    """
    kinds = {got.dtype.kind, expected.dtype.kind}
    plain = (got, expected) if kinds <= set("biu") else _in_double(got, expected)
    one, other = (got.astype(object), expected.astype(object)) if how.exact and len(kinds) > 1 else plain
    (got, expected), wrong = plain, np.asarray(finite & (one != other))
    if not how.exact and got.dtype.kind in "fc":
        with np.errstate(invalid="ignore"):
            wrong &= np.abs(got - expected) > WHOLE
    if not wrong.any():
        return None
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    return Disagreement("value", got, expected, index, rule="exact")


def _too_far(got: np.ndarray, expected: np.ndarray, finite: np.ndarray, how: Precision) -> Disagreement | None:
    single = got.dtype.kind in "fc" and got.dtype.itemsize < (16 if got.dtype.kind == "c" else 8)
    got, expected = _in_double(got, expected)
    right = np.where(finite, expected, 0)
    error = np.abs(np.where(finite, got, 0) - right)
    scale = max(float(np.max(np.abs(right), initial=0.0)), SMALLEST_SCALE)
    rule: Rule = "largest"
    if how.by_entry:
        wrong, rule = error > (how.atol or 0.0) + (how.rtol or 0.0) * np.abs(right), "entry"
    else:
        allowed = (TOLERANCE if how.tolerance is None else how.tolerance) * scale
        whole = how.tolerance is None and bool(np.all(right == np.round(right)))
        wrong = error > (min(allowed, HALF_A_UNIT) if whole else allowed)
        if not wrong.any() and how.tolerance is None and scale > SMALLEST_SCALE:
            wrong, rule = _wrong_for_its_size(error, right, scale, single), "second look"
    if not wrong.any():
        return None
    distance = error if rule == "largest" else np.where(wrong, error, -1.0)
    worst = np.unravel_index(int(np.argmax(distance)), expected.shape)
    return Disagreement("value", got, expected, tuple(int(i) for i in worst), float(np.max(error)) / scale, rule)


def _wrong_for_its_size(error: np.ndarray, right: np.ndarray, scale: float, single: bool) -> np.ndarray:
    """Entries that are far off for their own size, and further than rounding explains."""
    gross = error > GROSS * np.abs(right)
    noise = NOISE_MARGIN * float(np.max(error[~gross], initial=0.0)) / scale
    wrong: np.ndarray = gross & (error > max(noise, SINGLE_NOISE if single else DOUBLE_NOISE) * scale)
    return wrong
