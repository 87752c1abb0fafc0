"""Trees of plain values and arrays ↔ the bytes of one ``.npz`` file; never pickle. The doors are `pack` and `unpack`.

Equal arrays are stored once, and equal trees give equal bytes. A table keeps its order: of a probe's outputs the first
comes first in a report, as the loss before its gradients.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.records import Rng

INDEX = "index"


class NotPlainError(TypeError):
    """A value that is neither plain nor an array of numbers."""


def pack(tree: Any) -> bytes:
    """The tree as the bytes of an ``.npz`` file."""
    arrays: dict[str, np.ndarray] = {}
    index = json.dumps(_encode(tree, arrays), allow_nan=False, separators=(",", ":"))
    buffer = io.BytesIO()
    named: dict[str, Any] = {INDEX: np.frombuffer(index.encode(), dtype=np.uint8), **dict(sorted(arrays.items()))}
    np.savez_compressed(buffer, **named)
    return buffer.getvalue()


def digest(tree: Any) -> str:
    """A digest of a tree, without making its file: the index names every array by a digest of its own."""
    return hashlib.sha256(json.dumps(_encode(tree, {}), sort_keys=True).encode()).hexdigest()


def unpack(data: bytes) -> Any:
    """The tree that `pack` was given; tuples stay tuples, arrays are read-only."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    for array in arrays.values():
        array.setflags(write=False)
    return _decode(json.loads(arrays.pop(INDEX).tobytes()), arrays)


def _encode(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and np.isfinite(value)):
        return value
    if isinstance(value, (np.ndarray, float)):
        return {"$array": _keep(np.asarray(value), arrays)}
    if isinstance(value, Rng):
        return {"$rng": value.seed}
    if isinstance(value, tuple):
        return {"$tuple": [_encode(item, arrays) for item in value]}
    if isinstance(value, list):
        return [_encode(item, arrays) for item in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) and not key.startswith("$") for key in value):
        return {key: _encode(item, arrays) for key, item in value.items()}
    raise NotPlainError(f"{type(value).__name__} is neither a plain value nor an array of numbers: {value!r:.80}")


def _keep(array: np.ndarray, arrays: dict[str, np.ndarray]) -> str:
    if array.dtype.kind not in "biuf":
        raise NotPlainError(f"an array of dtype {array.dtype} is not an array of numbers")
    array = np.ascontiguousarray(array).reshape(array.shape)
    name = hashlib.sha256(f"{array.dtype.str}{array.shape}".encode() + array.tobytes()).hexdigest()[:20]
    arrays[name] = array
    return name


def _decode(value: Any, arrays: Mapping[str, np.ndarray]) -> Any:
    if isinstance(value, list):
        return [_decode(item, arrays) for item in value]
    if not isinstance(value, dict):
        return value
    if "$array" in value:
        return arrays[value["$array"]]
    if "$rng" in value:
        return Rng(value["$rng"])
    if "$tuple" in value:
        return tuple(_decode(item, arrays) for item in value["$tuple"])
    return {key: _decode(item, arrays) for key, item in value.items()}
