"""Trees of plain values and arrays ↔ the bytes of one ``.npz`` file; never pickle.

Equal arrays are stored once, and equal trees give equal bytes. Dictionaries keep their order, because a report shows a
probe's outputs in order: the loss before its gradients.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.records import Rng
from autograder.text.plural import agreed, counted
from autograder.writers.zips import entry

INDEX = "index"
MODE = 0o600
LOCAL_HEADER, NAME_LENGTH_AT = 30, 26
"""The header before a member of a zip: its length without the name, and where it says how long the name is."""
HEADER_AT = 10
"""Where an array's header begins in its file."""
DIGITS = 20
"""How many hexadecimal digits of a digest name an array."""
NAMED = re.compile(rb'\{"\$array":"([0-9a-f]{%d})"\}' % DIGITS)
"""How an index names an array."""


class NotPlainError(TypeError):
    """A value that is neither plain nor an array of numbers."""


def pack(tree: Any) -> bytes:
    """The tree as the bytes of an ``.npz`` file: the same in every version of Python and numpy, on every system."""
    encoder = _Encoder()
    index = json.dumps(encoder.encode(tree), allow_nan=False, separators=(",", ":"))
    buffer = io.BytesIO()
    named = {INDEX: np.frombuffer(index.encode(), dtype=np.uint8), **dict(sorted(encoder.arrays.items()))}
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in named.items():
            archive.writestr(entry(f"{name}.npy", MODE), _file(array))
    return buffer.getvalue()


def _file(array: np.ndarray) -> bytes:
    """The array as the bytes of an ``.npy`` file of the first version."""
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def digest(tree: Any) -> str:
    """A digest of a tree. No file is made for it: the index already names every array by a digest of its content."""
    return hashlib.sha256(json.dumps(_Encoder().encode(tree), sort_keys=True).encode()).hexdigest()


def array_digest(array: np.ndarray) -> str:
    """A digest of an array's type, shape and content, which is its name in a file."""
    return hashlib.sha256(f"{array.dtype.str}{array.shape}".encode() + array.tobytes()).hexdigest()[:DIGITS]


def unpack(data: bytes) -> Any:
    """The tree that `pack` was given; tuples stay tuples, arrays are read-only."""
    packed = Packed(data)
    return packed.decode(packed.tree)


def reread(tree: Any) -> Any:
    """The tree as if saved and loaded, without a file. Arrays already in a file's layout are not copied.

    Numpy's numbers come back as Python's, which is what a worker gets of them as well. Raises `ValueError` for an
    integer of more digits than Python reads.
    """
    encoder = _Encoder()
    index = json.loads(json.dumps(encoder.encode(tree), allow_nan=False))
    for array in encoder.arrays.values():
        array.flags.writeable = False
    return _decode(index, encoder.arrays)


class Packed:
    """The bytes of a file whose tree is decoded a part at a time. All arrays are read, so that no damage shows later.

    ``tree`` has lists, plain values and tables of them as they were packed; `decode` restores any part that may hold
    more. Raises `ValueError` where the tree names an array that is not in the file.
    """

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        self._arrays = {member.filename.removesuffix(".npy"): _array(_content(data, member)) for member in members}
        index = self._arrays.pop(INDEX).tobytes()
        if missing := {name.decode() for name in NAMED.findall(index)} - self._arrays.keys():
            are = agreed(len(missing), "is", "are")
            raise ValueError(f"{counted(len(missing), 'array')} that it names {are} missing")
        self.tree: Any = json.loads(index)

    def decode(self, part: Any) -> Any:
        """A part of the tree as it was when it was packed."""
        return _decode(part, self._arrays)


def _content(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """The content of a member of the archive ``data``: what `ZipFile.read` gives, which takes three times as long for
    thousands of small members. Raises `BadZipFile` and `zlib.error` for damage.
    """
    begin = member.header_offset
    lengths = data[begin + NAME_LENGTH_AT : begin + LOCAL_HEADER]
    begin += LOCAL_HEADER + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    packed = data[begin : begin + member.compress_size]
    content = packed if member.compress_type == zipfile.ZIP_STORED else zlib.decompress(packed, -zlib.MAX_WBITS)
    if zlib.crc32(content) != member.CRC:
        raise zipfile.BadZipFile(f"{member.filename} is damaged")
    return content


def _array(data: bytes) -> np.ndarray:
    """The array in the bytes of an ``.npy`` file of the first version, where two bytes say how long the header is."""
    start = HEADER_AT + int.from_bytes(data[HEADER_AT - 2 : HEADER_AT], "little")
    shape, by_columns, dtype = _form(data[:start])
    return np.frombuffer(data, dtype, math.prod(shape), start).reshape(shape, order="F" if by_columns else "C")


@lru_cache(maxsize=1024)
def _form(header: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """The shape, the order and the dtype in a header, which many arrays of a file share."""
    stream = io.BytesIO(header)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("an array is of a later version of the format")
    return np.lib.format.read_array_header_1_0(stream)


class _Encoder:
    """Turns trees into JSON's values, and collects their arrays by name."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}

    def encode(self, value: Any) -> Any:
        match value:
            case np.generic() if not isinstance(item := value.item(), np.generic):  # a long double stays what it is
                return self.encode(item)
            case None | bool() | int() | str():
                return value
            case float():
                return value if math.isfinite(value) else {"$float": repr(value)}
            case complex():
                return {"$complex": [repr(value.real), repr(value.imag)]}
            case np.ndarray():
                return {"$array": self._name(value)}
            case Rng():
                return {"$rng": value.seed}
            case tuple():
                return {"$tuple": [self.encode(item) for item in value]}
            case list():
                return [self.encode(item) for item in value]
            case Mapping() if all(isinstance(key, str) and not key.startswith("$") for key in value):
                return {key: self.encode(item) for key, item in value.items()}
            case Mapping():
                raise NotPlainError("a name in a table is no text, or it starts with $")
        raise NotPlainError(f"a value of type {type(value).__name__} is neither plain nor an array of numbers")

    def _name(self, array: np.ndarray) -> str:
        """The array's name in the file: a digest of its content."""
        if array.dtype.kind not in "biufcUV" or array.dtype.names:
            raise NotPlainError(f"an array of dtype {array.dtype} is not an array of numbers or text")
        array = np.ascontiguousarray(array).reshape(array.shape)
        name = array_digest(array)
        self.arrays[name] = array
        return name


def _decode(value: Any, arrays: Mapping[str, np.ndarray]) -> Any:
    if isinstance(value, list):
        return [_decode(item, arrays) for item in value]
    if not isinstance(value, dict):
        return value
    if "$array" in value:
        return arrays[value["$array"]]
    if "$float" in value:
        return float(value["$float"])
    if "$complex" in value:
        return complex(*map(float, value["$complex"]))
    if "$rng" in value:
        return Rng(value["$rng"])
    if "$tuple" in value:
        return tuple(_decode(item, arrays) for item in value["$tuple"])
    return {key: _decode(item, arrays) for key, item in value.items()}
