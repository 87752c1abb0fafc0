"""Look for bytes that the frame reader neither reads nor refuses, guided by the code they reach; by hand, with atheris.

    python -m pip install atheris
    python -m tests.hostile.fuzz_frames -max_total_time=600

The first bytes choose the frame's prefix, the rest is split into header and body. Only Malformed may come out.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["autograder.sandbox.wire"]):
    from autograder.sandbox import wire

SEEDS = (
    b'{"sequence": 1, "outputs": [["y", "<f8", [1]]]}\0\0\0\0\0\0\0\0\0',
    b'{"sequence": 1, "raised": {"fault": "exception", "type": "E", "line": 3}}\0',
    b'{"sequence": 1, "timed out": {"fault": "exception"}}\0',
)


def one(data: bytes) -> None:
    """Read the bytes as a prefix, and as a header with the body that follows a zero byte."""
    with suppress(wire.Malformed):
        wire.read_prefix(data[: wire.PREFIX.size])
    head, _, body = data.partition(b"\0")
    try:
        outcome, outputs, _ = wire.read_reply(head, body, 1)
    except wire.Malformed:
        return
    assert outcome in ("returned", "raised", "timed out")
    assert sum(array.nbytes for array in outputs.values()) == len(body)


def main() -> None:
    """Try the seeds, then hand over to the fuzzer."""
    for seed in SEEDS:
        one(seed)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
