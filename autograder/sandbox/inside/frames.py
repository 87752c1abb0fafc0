"""The worker's side of the frames: read a request, write an answer, both blocking.

Nothing here is trusted by the grader, which checks every byte of an answer again.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

MAGIC = b"AGW1"
O_BINARY = 0x8000
PREFIX = struct.Struct("<4sIQ")


def own_streams() -> tuple[int, int]:
    """This process's standard input and output, kept for frames alone.

    From now on what is printed goes to standard error, and there is nothing to read.
    """
    source, target = os.dup(0), os.dup(1)
    if os.name == "nt":
        msvcrt: Any = importlib.import_module("msvcrt")
        for descriptor in (source, target):
            msvcrt.setmode(descriptor, O_BINARY)
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return source, target


def receive(source: int) -> tuple[dict[str, Any], list[np.ndarray]]:
    """The next request's header and its arrays, read-only views of it; EOFError when the grader has gone."""
    _, head, body = PREFIX.unpack(_read(source, PREFIX.size))
    header = json.loads(_read(source, head))
    buffer = _read(source, body)
    arrays, start = [], 0
    for name, shape in header.pop("arrays"):
        dtype = np.dtype(name)
        count = math.prod(shape)
        arrays.append(np.frombuffer(buffer, dtype, count, start).reshape(shape))
        start += count * dtype.itemsize
    return header, arrays


def _read(source: int, length: int) -> bytes:
    chunks: list[bytes] = []
    while length:
        chunk = os.read(source, min(length, 1 << 20))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)


def send(target: int, header: dict[str, Any], arrays: Sequence[np.ndarray] = ()) -> None:
    """Write one answer, whole."""
    head = json.dumps(header, allow_nan=False).encode("ascii")
    bodies = [array.tobytes() for array in arrays]
    frame = memoryview(b"".join([PREFIX.pack(MAGIC, len(head), sum(map(len, bodies))), head, *bodies]))
    while frame:
        frame = frame[os.write(target, frame) :]


def decode(value: Any, arrays: list[np.ndarray]) -> Any:
    """A case's value, from the JSON that the grader made of it; its arrays are fresh and writable."""
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "array":
        return arrays[content].copy()
    if kind == "rng":
        return np.random.default_rng(content)
    if kind == "float":
        return float(content)
    if kind == "complex":
        return complex(*map(float, content))
    if kind == "dict":
        return {name: decode(entry, arrays) for name, entry in content.items()}
    return {"list": list, "tuple": tuple}[kind](decode(entry, arrays) for entry in content)
