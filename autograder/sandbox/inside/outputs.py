"""What a probe returned, as plain arrays by name: :func:`plain_outputs` is the door."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

NUMBERS_CAP = 1 << 21
"""How many numbers one answer may hold: 16 MiB of them. A table of 1000 by 1000 is half of that."""

NAMES_CAP = 1000
AXES_CAP = 32


class UnusableError(Exception):
    """What came back is not numbers; the text says what it is."""


def plain_outputs(returned: Any) -> dict[str, np.ndarray]:
    """Plain little-endian arrays by name, whatever kind of numbers the probe returned."""
    named = returned if isinstance(returned, Mapping) else {"value": returned}
    if len(named) > NAMES_CAP:
        raise UnusableError(f"{len(named)} results came back, which is more than can be looked at.")
    outputs = {str(name): _plain(str(name), value) for name, value in named.items()}
    if numbers(outputs) > NUMBERS_CAP:
        raise UnusableError("The results are too large to be looked at.")
    return outputs


def numbers(outputs: Mapping[str, np.ndarray]) -> int:
    """How many numbers there are in all the arrays."""
    return sum(array.size for array in outputs.values())


def is_large(shape: Sequence[int]) -> bool:
    """Whether an array of that shape is more than can be looked at;
    one without entries has its other axes all the same.
    """
    return len(shape) > AXES_CAP or math.prod(length for length in shape if length) > NUMBERS_CAP


def _plain(name: str, value: Any) -> np.ndarray:
    if value is None:
        raise UnusableError(f"{name} is None; is a return statement missing?")
    if not isinstance(value, (np.ndarray, np.generic, bool, int, float, complex, list, tuple)):
        raise UnusableError(f"{name} is {_kind(value)}, where numbers are wanted.")
    if isinstance(value, np.ndarray) and is_large(value.shape):
        raise UnusableError(f"{name} is too large to be looked at.")
    try:
        array = np.array(value, copy=True, subok=False)
    except (ValueError, TypeError, OverflowError) as error:  # a list may fail to convert in as many ways as there are
        if not isinstance(value, (list, tuple)):
            raise UnusableError(f"{name} cannot be read as numbers: {error}") from error
        raise UnusableError(f"{name} is {_kind(value)} whose entries do not line up as an array of numbers.") from error
    if is_large(array.shape):
        raise UnusableError(f"{name} is too large to be looked at.")
    return _little(name, value, array)


def _little(name: str, value: Any, array: np.ndarray) -> np.ndarray:
    kind = array.dtype.kind
    if kind in "biu" or (kind == "f" and array.dtype.itemsize <= 8):
        return array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
    if kind == "f":
        return array.astype("<f8", order="C")
    if kind == "c":
        raise UnusableError(f"{name} has complex numbers, where real numbers are wanted.")
    if kind in "US":
        raise UnusableError(f"{name} is text, where numbers are wanted.")
    if kind == "O" and isinstance(value, int):
        raise UnusableError(f"{name} is a whole number too large for an array.")
    raise UnusableError(f"{name} is {_kind(value)} whose entries are not all numbers, or do not line up.")


def _kind(value: Any) -> str:
    """The value's type with its article, as a sentence needs it."""
    word = {"str": "text", "ndarray": "array"}.get(type(value).__name__, type(value).__name__)
    if word == "text":
        return word
    return f"{'an' if word[0].lower() in 'aeiou' else 'a'} {word}"
