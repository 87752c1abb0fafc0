"""Numbers, arrays and a case's inputs as a student reads them: whole where they are small, as a shape where not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.records import Case, Rng

FEW = 6
"""Arrays of up to this many entries are shown whole, and inputs of up to twice as many."""


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


def inputs(case: Case) -> str:
    """The inputs of a case, with their numbers where they are small and in words where they are not."""
    parts = [_input(name, value) for name, value in case.inputs.items()]
    return f"The case {case.name!r}: " + "; ".join(parts) if parts else f"The case {case.name!r}."


def _input(name: str, value: Any) -> str:
    """Python code that gives an input its value, or what it is in words, which nobody takes for code."""
    if isinstance(value, Rng):
        return f"{name} = np.random.default_rng({value.seed})"
    if isinstance(value, np.ndarray) and value.size > 2 * FEW:
        return f"{name} of shape {tuple(value.shape)}"
    return f"{name} = {show(value)}"


def show(value: Any) -> str:
    """A value in a few words: small arrays whole, large ones as a shape."""
    if isinstance(value, np.ndarray):
        if value.size <= 2 * FEW:
            return np.array2string(
                value, precision=6, separator=", ", suppress_small=False, max_line_width=10**6
            ).replace("\n", "")
        return f"(array of shape {tuple(value.shape)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        text = "[" + ", ".join(show(item) for item in value) + "]"
        return text if len(text) < 200 else f"(list of {len(value)})"
    return repr(value) if len(repr(value)) < 200 else f"({type(value).__name__})"
