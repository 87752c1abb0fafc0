"""What a probe returned, as plain arrays by name: :func:`plain_outputs` is the entry point."""

from __future__ import annotations

import math
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

NUMBERS_CAP = 1 << 21
"""How many numbers one answer may hold: 16 MiB of them. A table of 1000 by 1000 is half of that. Letters count too."""

NAMES_CAP = 1000
AXES_CAP = 32
DEPTH_CAP = 8
KEY_LENGTH, NAME_LENGTH = 60, 180
"""How long a key may be within a name, and a name in all; what is longer is cut."""
NUMBER = (bool, int, float, complex, np.number, np.bool_)
NOTHING = np.zeros((), dtype="V1")
"""How None travels."""


class UnusableError(Exception):
    """What came back is not numbers; the text says what it is."""


class NoNumbersError(UnusableError):
    """An object came back that holds no numbers: ``value``."""

    def __init__(self, message: str, value: Any) -> None:
        super().__init__(message)
        self.value = value


def plain_outputs(returned: Any, allows: Collection[str] = ()) -> dict[str, np.ndarray]:
    """Plain little-endian arrays by name, whatever kind of numbers the probe returned.

    ``allows`` names what may come back besides real numbers: "complex" numbers, "text" (also lists and tables of it,
    each part by a name of its own), "none".
    """
    given = returned if isinstance(returned, Mapping) else {"value": returned}
    named = {str(name) if isinstance(name, str) else _key(name): value for name, value in given.items()}
    if len(named) > NAMES_CAP:
        raise UnusableError(f"{len(named)} results came back, which is more than can be looked at.")
    if "text" in allows:
        named = dict(part for name, value in named.items() for part in _parts(name, value, 0))
        if len(named) > NAMES_CAP:
            raise UnusableError(f"{len(named)} results came back, which is more than can be looked at.")
    outputs = {name: _plain(name, value, allows) for name, value in named.items()}
    if numbers(outputs) > NUMBERS_CAP:
        raise UnusableError("The results are too large to be looked at.")
    return outputs


def numbers(outputs: Mapping[str, np.ndarray]) -> int:
    """How many numbers there are in all the arrays; each letter of a text counts."""
    return sum(array.size * max(1, array.dtype.itemsize // 4 * (array.dtype.kind == "U")) for array in outputs.values())


def is_large(shape: Sequence[int]) -> bool:
    """Whether an array of that shape is too large to be looked at.

    An array without entries is judged by its other axes.
    """
    return len(shape) > AXES_CAP or math.prod(length for length in shape if length) > NUMBERS_CAP


def _parts(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """A table, or a list that is neither of numbers nor of text alone, in parts; anything else as it is."""
    table = isinstance(value, Mapping)
    if depth > DEPTH_CAP or not (table or (isinstance(value, (list, tuple)) and _is_mixed(value))):
        yield name, value
        return
    if len(value) > NAMES_CAP:
        raise UnusableError(f"{name} has {len(value)} parts, which is more than can be looked at.")
    if table:
        keys = [_key(key) for key in value]
        yield f"the keys of {name}", sorted(keys)
        parts = list(zip(keys, value.values()))  # noqa: B905 (a student's mapping may have any length)
    else:
        yield f"the length of {name}", len(value)
        parts = [(str(place), entry) for place, entry in enumerate(value)]
    for key, entry in parts:
        yield from _parts(_cut(f"{name}[{key}]", NAME_LENGTH), entry, depth + 1)


def _key(key: Any) -> str:
    """A key in a few letters: the same for all that Python takes for one key, as it does 1, 1.0, True and numpy's 1."""
    return _cut(_spelt(key), KEY_LENGTH)


def _spelt(key: Any) -> str:
    key = key.item() if isinstance(key, np.generic) else key
    if isinstance(key, tuple):
        return f"({', '.join(map(_spelt, key))}{',' * (len(key) == 1)})"
    if isinstance(key, frozenset):
        return f"frozenset({{{', '.join(sorted(map(_spelt, key)))}}})"
    if isinstance(key, complex) and key.imag == 0:
        key = key.real
    if isinstance(key, int) or (isinstance(key, float) and key.is_integer()):
        return str(int(key))
    return repr(str(key) if isinstance(key, str) else key)


def _cut(text: str, length: int) -> str:
    """A text cut to the longest length; its last letters still tell it from others that begin alike."""
    return text if len(text) <= length else f"{text[: length - 9]}…{zlib.crc32(text.encode('utf-8', 'replace')):08x}"


def _is_mixed(value: Sequence[Any]) -> bool:
    """Whether a list holds anything but numbers or but text, such as tables, None, or both."""
    texts = [isinstance(entry, str) for entry in value]
    lists = [entry for entry in value if isinstance(entry, (list, tuple))]
    nested = any(_is_mixed(entry) or any(isinstance(one, str) for one in entry) for entry in lists)
    return (
        nested or (any(texts) and not all(texts)) or any(entry is None or isinstance(entry, Mapping) for entry in value)
    )


def _plain(name: str, value: Any, allows: Collection[str]) -> np.ndarray:
    if value is None and "none" in allows:
        return NOTHING
    if value is None:
        raise UnusableError(f"{name} is None; is a return statement missing?")
    if isinstance(value, str) and "text" in allows:
        return _text(name, value)
    if isinstance(value, (list, tuple)) and value and "text" in allows and all(isinstance(one, str) for one in value):
        return _text(name, value)
    if not isinstance(value, (np.ndarray, np.generic, bool, int, float, complex, list, tuple)):
        raise NoNumbersError(f"{name} is {_kind(value)}, where numbers are wanted.", value)
    if isinstance(value, np.ndarray) and is_large(value.shape):
        raise UnusableError(f"{name} is too large to be looked at.")
    try:
        array = np.array(value, copy=True, subok=False)
    except (ValueError, TypeError, OverflowError) as error:  # a list may fail to convert in as many ways as there are
        if not isinstance(value, (list, tuple)):
            raise UnusableError(f"{name} cannot be read as numbers: {error}") from error
        if isinstance(value, tuple):
            raise UnusableError(
                f"{name} is a tuple of {len(value)}, where one array or number is wanted: "
                "is more returned than is asked for?"
            ) from error
        raise UnusableError(f"{name} is {_kind(value)} whose entries do not line up as an array of numbers.") from error
    if is_large(array.shape):
        raise UnusableError(f"{name} is too large to be looked at.")
    return _little(name, value, array, allows)


def _little(name: str, value: Any, array: np.ndarray, allows: Collection[str]) -> np.ndarray:
    kind = array.dtype.kind
    if kind in "biu" or (kind == "f" and array.dtype.itemsize <= 8):
        return array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
    if kind == "f":
        return array.astype("<f8", order="C")
    if kind == "c" and "complex" in allows:
        return array.astype("<c8" if array.dtype.itemsize == 8 else "<c16", order="C")
    if kind == "c":
        raise UnusableError(f"{name} has complex numbers, where real numbers are wanted.")
    if kind == "U" and "text" in allows:
        return _text(name, array)
    if kind in "US":
        raise UnusableError(f"{name} is text, where numbers are wanted.")
    if kind == "O" and all(isinstance(one, NUMBER) for one in array.flat):
        plain = np.array(array.tolist()).reshape(array.shape)
        if plain.dtype.kind != "O":
            return _little(name, value, plain, allows)
        what = "is" if isinstance(value, int) else "holds"
        raise UnusableError(f"{name} {what} a whole number too large for an array.")
    raise UnusableError(f"{name} is {_kind(value)} whose entries are not all numbers, or do not line up.")


def _text(name: str, value: Any) -> np.ndarray:
    """Text or an array of it, without characters that UTF-8 cannot encode."""
    texts = [value] if isinstance(value, str) else list(np.ravel(value))
    if len(texts) * max(map(len, texts), default=0) > NUMBERS_CAP:
        raise UnusableError(f"{name} is too large to be looked at.")
    clean = np.array([str(text).encode("utf-8", "replace").decode() for text in texts], dtype="U")
    return np.asarray(clean.reshape(np.shape(value)).astype(clean.dtype.newbyteorder("<")))


def _kind(value: Any) -> str:
    """The value's type with its article, as a sentence needs it."""
    word = {"str": "text", "ndarray": "array"}.get(type(value).__name__, type(value).__name__)
    if word == "text":
        return word
    return f"{'an' if word[0].lower() in 'aeiou' else 'a'} {word}"
