"""Numbers, arrays and a case's inputs as a student reads them: whole where they are small, as a shape where not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.records import Case, Rng

FEW = 6
"""Arrays of up to this many entries are shown whole, and inputs of up to twice as many."""
DIGITS = (6, 9, 12, 17)
"""How many digits are shown: the first of these by which two numbers that are not equal look different."""


def number(value: Any, digits: int = 9) -> str:
    """A number of a result with that many digits, an integer with all. Adding 0.0 turns -0.0 into 0.0, its equal."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (complex, np.complexfloating)):
        return f"{value.real + 0.0:.{digits}g}{value.imag + 0.0:+.{digits}g}j"
    return f"{float(value) + 0.0:.{digits}g}"


def plain(array: np.ndarray) -> np.ndarray:
    """An array as it is shown: -0.0 as its equal, 0.0; truth values as they are."""
    return array if array.dtype.kind == "b" else array + 0


def apart(one: Any, other: Any, digits: int = DIGITS[0]) -> tuple[str, str]:
    """Two numbers or small arrays as they are shown, with so many digits that they do not look the same."""
    for enough in (digits, *(more for more in DIGITS if more > digits)):
        texts = _with_digits(one, enough), _with_digits(other, enough)
        if texts[0] != texts[1]:
            break
    return texts


def _with_digits(value: Any, digits: int) -> str:
    return show(plain(value), digits) if np.ndim(value) else number(value, digits)


def inputs(case: Case) -> str:
    """The inputs of a case, with their numbers where they are small and in words where they are not."""
    parts = [_input(name, value) for name, value in case.inputs.items()]
    return f"The case {case.name!r}: " + "; ".join(parts) if parts else f"The case {case.name!r}."


def _input(name: str, value: Any) -> str:
    """Python code that gives an input its value, or what it is in words, which nobody takes for code."""
    if isinstance(value, Rng):
        return f"{name} = np.random.default_rng({value.seed})"
    if isinstance(value, np.ndarray) and not _is_shown(value):
        return f"{name} of shape {tuple(value.shape)}"
    return f"{name} = {show(value)}"


def _is_shown(array: np.ndarray) -> bool:
    """Whether an array is shown whole: it is small, and its brackets tell its shape, as they do not where it is empty
    along one of several axes."""
    return array.size <= 2 * FEW and (array.size > 0 or array.ndim == 1)


def show(value: Any, digits: int = DIGITS[0]) -> str:
    """A value in a few words: small arrays whole, large ones as a shape."""
    if isinstance(value, np.ndarray):
        if not _is_shown(value):
            return f"(array of shape {tuple(value.shape)})"
        whole = np.array2string(
            value, precision=digits, separator=", ", suppress_small=False, max_line_width=10**6, formatter={"bool": str}
        )
        return whole.replace("\n", "")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        text = "[" + ", ".join(show(item) for item in value) + "]"
        return text if len(text) < 200 else f"(list of {len(value)})"
    return repr(value) if len(repr(value)) < 200 else f"({type(value).__name__})"
