"""Look for bytes that the frame reader neither reads nor refuses, guided by the code they reach; by hand, with atheris.

    python -m pip install atheris
    python -m tests.hostile.fuzz_frames -max_total_time=600

Where the first byte is even the bytes decide what a header is made of, which is then written as JSON; else they are
a frame as it would come. Only MalformedError may come out.
"""

from __future__ import annotations

import json
import math
from contextlib import suppress
from typing import Any

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["autograder.sandbox.frames", "autograder.sandbox.inside.outputs"]):
    from autograder.sandbox import frames

import numpy as np

from .fuzzer import fuzz

TYPES = [*sorted(frames.DTYPES), "|O8", ">f8", "V4", ""]
KINDS = ["outputs", "outputs", "outputs", "raised", "timed out", "verdict", "proved"]
TEXTS = ["type", "message", "file", "text", "function", "traceback", "called"]
HEADERS: dict[str, Any] = {
    "arrays": {"sequence": 1, "outputs": [["y", "<f8", [2, 3]], ["n", "|i1", []], ["empty", "<f4", [0, 5]]]},
    "raised": {
        "sequence": 1,
        "raised": {"fault": "exception", "type": "E", "message": "no", "line": 3, "file": "a.py"},
    },
    "late": {"sequence": 1, "timed out": {"fault": "exception"}},
}
BODIES = {"arrays": bytes(49)}


def one(data: bytes) -> None:
    """Read an answer made of the bytes, or the bytes as an answer."""
    made = atheris.FuzzedDataProvider(data[1:])
    if data[:1] and data[0] % 2 == 0:
        text, body = _made(made)
    else:
        with suppress(frames.MalformedError):
            frames.read_prefix(data[1 : 1 + frames.PREFIX.size])
        head = made.ConsumeIntInRange(0, 400)
        rest = data[1 + frames.PREFIX.size :]
        text, body = rest[:head], rest[head:]
    try:
        outcome, outputs, _ = frames.read_reply(text, body, 1)
    except frames.MalformedError:
        return
    assert outcome in ("returned", "raised", "timed out")
    assert (
        sum(array.nbytes for array in outputs.values()) == len(body) and frames.numbers(outputs) <= frames.NUMBERS_CAP
    )


def _made(made: Any) -> tuple[bytes, bytes]:
    """A header and a body that may or may not fit it."""
    kind = made.PickValueInList(KINDS)
    table = [_row(made) for _ in range(made.ConsumeIntInRange(0, 4))]
    content = table if kind == "outputs" else _error(made)
    header = {"sequence": made.PickValueInList([1, 1, 1, 2, True, None]), kind: content}
    if made.ConsumeIntInRange(0, 9) == 0:
        header["more"] = []
    size = min(sum(map(_size, table)), frames.BODY_CAP) if kind == "outputs" else 0
    return json.dumps(header).encode(), bytes(size) if made.ConsumeBool() else made.ConsumeBytes(64)


def _row(made: Any) -> list[Any]:
    lengths = [made.PickValueInList([0, 1, 2, 3, 1 << made.ConsumeIntInRange(0, 24), made.ConsumeInt(4)])
               for _ in range(made.ConsumeIntInRange(0, 5))]  # fmt: skip
    return [made.ConsumeUnicode(made.ConsumeIntInRange(0, 6)), made.PickValueInList(TYPES), lengths]


def _size(row: list[Any]) -> int:
    _, dtype, lengths = row
    return max(0, math.prod(lengths)) * np.dtype(dtype).itemsize if dtype in frames.DTYPES else 0


def _error(made: Any) -> dict[str, Any]:
    faults = ["exception", "unwritten", "missing", "load", "complaint", "unusable", "memory", "mine", 3]
    error: dict[str, Any] = {"fault": made.PickValueInList(faults), "line": made.ConsumeInt(4)}
    return {**error, **{name: made.ConsumeUnicode(12) for name in TEXTS if made.ConsumeBool()}}


def seeds() -> dict[str, bytes]:
    """Right answers as they would come, and enough bytes for one to be made of them."""
    found = {f"made{number}": bytes([0, *range(number, number + 60)]) for number in range(0, 200, 40)}
    for name, header in HEADERS.items():
        head, body = json.dumps(header).encode(), BODIES.get(name, b"")
        found[name] = b"\1" + frames.PREFIX.pack(frames.MAGIC, len(head), len(body)) + head + body
    return found


if __name__ == "__main__":
    fuzz(one, seeds())
