"""Frames between the grader and a worker: a JSON header and raw little-endian arrays, never pickle, never a path.

A frame is ``magic | header length | body length | header | body``. What the grader sends is written by
:func:`pack`; what a worker answered is read by :func:`read_prefix` and :func:`read_reply`, which trust nothing:
every length is capped before a byte is read, every key, name, dtype and shape is checked, and nothing may be left over.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, get_args

import numpy as np

from autograder.records import Allowed, CallOutcome, Error, Fault, Rng, Value
from autograder.text import sanitize

from .inside.frames import MAGIC, PREFIX
from .inside.outputs import NAMES_CAP, NUMBERS_CAP, is_large, numbers

HEADER_CAP = 256 * 1024
BODY_CAP = 8 * NUMBERS_CAP
TEXT_CAP = 16 * 1024
NAME_CAP = 200
FAILURES: Mapping[str, CallOutcome] = {"raised": "raised", "timed out": "timed out"}
DTYPES = frozenset({"|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8"})
COMPLEX, TEXT, NONE = frozenset({"<c8", "<c16"}), re.compile(r"<U(?:0|[1-9][0-9]{0,6})"), "|V1"
SENT = DTYPES | COMPLEX
LAST_LETTER, SURROGATES = 0x10FFFF, (0xD800, 0xDFFF)


class MalformedError(Exception):
    """A frame that is not what was agreed."""


def wash(text: str, limit: int = TEXT_CAP) -> str:
    """Text without control characters, escape sequences, direction marks and lone surrogates, cut at `limit`."""
    return sanitize.sanitized(text[: 2 * limit])[:limit]


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_WRITER, _READER = json.JSONEncoder(allow_nan=False), json.JSONDecoder(parse_constant=_refuse)


def pack(header: Mapping[str, Any], arrays: Sequence[np.ndarray] = ()) -> bytes:
    """A frame whose header gains a table of `arrays`, their bytes following it."""
    plain = [_little(array) for array in arrays]
    table = [[array.dtype.str, list(array.shape)] for array in plain]
    head = _WRITER.encode({**header, "arrays": table}).encode("ascii")
    bodies = [array.tobytes() for array in plain]
    return b"".join([PREFIX.pack(MAGIC, len(head), sum(map(len, bodies))), head, *bodies])


def places(names: Iterable[str]) -> dict[str, int]:
    """Which of a frame's arrays each name stands for, as a header says it: they are in the order of the names."""
    return {name: place for place, name in enumerate(names)}


def _little(array: np.ndarray) -> np.ndarray:
    """The array as a worker may receive it: plain, C-ordered, little-endian, of a dtype in the table."""
    plain = np.ascontiguousarray(array).reshape(np.shape(array))
    little = plain.astype(plain.dtype.newbyteorder("<"), copy=False)
    if little.dtype.str not in SENT and little.dtype.kind != "U":
        raise TypeError(
            f"an input of dtype {array.dtype} cannot be sent; use text, or bool, int, uint or float up to 64 bits, or "
            "complex up to 128"
        )
    return little


def encode(value: Value, arrays: list[np.ndarray], attempt: int = 0) -> Any:
    """A case's value as JSON; its arrays are appended to `arrays` and referred to by position."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, complex):
        return {"complex": [repr(value.real), repr(value.imag)]}
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, Rng):
        return {"rng": [value.seed, attempt] if attempt else value.seed}
    if isinstance(value, dict):
        return {"dict": {_key(key): encode(entry, arrays, attempt) for key, entry in value.items()}}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [encode(entry, arrays, attempt) for entry in value]}
    raise TypeError(
        f"an input of type {type(value).__name__} cannot be sent to a worker; use numbers, text, None, arrays, an Rng, "
        "and lists, tuples or tables of these; a probe can make anything else"
    )


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a dict among the inputs has the key {key!r}; keys must be text")
    return key


def read_prefix(prefix: bytes) -> tuple[int, int]:
    """The lengths of header and body, once they are known to be small enough to read."""
    if len(prefix) != PREFIX.size:
        raise MalformedError("the frame is shorter than its prefix")
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise MalformedError("the frame does not start as frames do")
    if not 0 < header <= HEADER_CAP or body > BODY_CAP:
        raise MalformedError("the frame is longer than frames may be")
    return header, body


def read_header(text: bytes) -> dict[str, Any]:
    """The header as a dict; no NaN, no endless digits, no bottomless nesting."""
    try:
        header = _READER.decode(text.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise MalformedError("the frame's header is not plain JSON") from error
    if not isinstance(header, dict):
        raise MalformedError("the frame's header is not an object")
    return header


def read_reply(
    text: bytes, body: bytes, sequence: int, allows: Sequence[Allowed] = ()
) -> tuple[CallOutcome, dict[str, np.ndarray], Error | None]:
    """An outcome, its outputs and its error, from a worker's answer to the call numbered `sequence`.

    ``allows`` names what may come back besides real numbers.
    """
    header = read_header(text)
    echo = header.pop("sequence", None)
    if type(echo) is not int or echo != sequence:
        raise MalformedError("the answer is not to this call")
    if len(header) != 1:
        raise MalformedError("the answer must be one thing")
    ((kind, content),) = header.items()
    if kind == "outputs":
        return "returned", read_outputs(content, body, allows), None
    if kind not in FAILURES or body:
        raise MalformedError("the answer is of no known kind")
    return FAILURES[kind], {}, read_error(content)


def read_note(text: bytes, body: bytes, sequence: int) -> dict[str, np.ndarray] | str | None:
    """What a worker noted on the way to its answer: rows of outputs, or a complaint; None when this is the answer."""
    if b'"noted"' not in text and b'"objected"' not in text:  # as most answers are, which are read once then
        return None
    header = read_header(text)
    if not {"noted", "objected"} & header.keys():
        return None
    keys, echo = header.keys(), header.get("sequence")
    if keys not in ({"sequence", "noted"}, {"sequence", "objected"}) or type(echo) is not int or echo != sequence:
        raise MalformedError("a note is one thing, and about this call")
    if "noted" in header:
        return read_outputs(header["noted"], body)
    if not isinstance(header["objected"], str) or body:
        raise MalformedError("a complaint is a sentence")
    return wash(header["objected"])


def read_outputs(table: Any, body: bytes, allows: Sequence[Allowed] = ()) -> dict[str, np.ndarray]:
    """The outputs by name, as copies; a truth value is 0 or 1, whatever byte came for it."""
    if not isinstance(table, list) or len(table) > NAMES_CAP:
        raise MalformedError("outputs must be a list, and not a long one")
    outputs: dict[str, np.ndarray] = {}
    start = 0
    for row in table:
        name, dtype, shape = read_row(row, allows)
        size = math.prod(shape) * dtype.itemsize
        if name in outputs or start + size > len(body):
            raise MalformedError("an output comes twice or is cut short")
        outputs[name] = _stored(body[start : start + size], dtype, shape)
        start += size
    if start != len(body):
        raise MalformedError("bytes are left over")
    if numbers(outputs) > NUMBERS_CAP:
        raise MalformedError("the answer holds more numbers than answers may")
    return outputs


def _stored(data: bytes, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray:
    """An array of these bytes, as a copy; each letter of a text must be one."""
    if dtype.kind == "V":
        return np.zeros(shape, dtype)
    if dtype.kind == "U":
        letters = np.frombuffer(data, "<u4")
        low, high = SURROGATES
        if np.any(letters > LAST_LETTER) or np.any((letters >= low) & (letters <= high)):
            raise MalformedError("a text holds what is no letter")
        return np.zeros(shape, dtype) if not data else np.frombuffer(data, dtype).reshape(shape).copy()
    stored = np.frombuffer(data, np.uint8 if dtype == np.bool_ else dtype)
    return np.asarray(stored.astype(dtype).reshape(shape))


def _is_allowed(dtype: str, allows: Sequence[Allowed]) -> bool:
    more = {"complex": dtype in COMPLEX, "text": TEXT.fullmatch(dtype) is not None, "none": dtype == NONE}
    return dtype in DTYPES or any(more[kind] for kind in allows)


def read_row(row: Any, allows: Sequence[Allowed] = ()) -> tuple[str, np.dtype[Any], tuple[int, ...]]:
    """The name, dtype and shape of one output."""
    if not isinstance(row, list) or len(row) != 3:
        raise MalformedError("an output is name, dtype and shape")
    name, dtype, shape = row
    if not isinstance(name, str) or not 0 < len(name) <= NAME_CAP or name != wash(name):
        raise MalformedError("an output's name is a short text")
    if not isinstance(dtype, str) or not _is_allowed(dtype, allows):
        raise MalformedError("an output's dtype is not in the table")
    lengths = isinstance(shape, list) and all(type(length) is int and 0 <= length <= NUMBERS_CAP for length in shape)
    if not lengths or is_large(shape):
        raise MalformedError("an output's shape is a list of lengths, of a size that answers may have")
    return name, np.dtype(dtype), tuple(shape)


def read_error(content: Any) -> Error:
    """What went wrong by the worker's own account: text, whatever it says."""
    if not isinstance(content, dict) or content.get("fault") not in get_args(Fault):
        raise MalformedError("an error is an object with a fault")
    line = content.get("line", 0)
    if type(line) is not int or not 0 <= line < 10**9:
        raise MalformedError("an error's line is a number")
    names = ("type", "message", "file", "text", "function", "traceback", "called", "operands")
    texts = {name: content.get(name, "") for name in names}
    if not all(isinstance(text, str) for text in texts.values()):
        raise MalformedError("an error is made of text")
    washed: dict[str, Any] = {name: wash(text) for name, text in texts.items()}
    return Error(fault=content["fault"], line=line, **washed)
