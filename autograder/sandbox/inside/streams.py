"""The streams that a student prints to: the same in every worker, whatever machine it runs on."""

from __future__ import annotations

import io
import sys
from typing import Any


def steady_streams() -> None:
    """Print as UTF-8 and in whole blocks, whatever this machine's settings are.

    The streams are made anew, because Python's own were made for what stood behind their descriptors at the start, and
    fail in ``reconfigure`` and ``detach`` when that has changed.
    """
    sys.stdout = sys.__stdout__ = _stream(1, "<stdout>")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _stream(2, "<stderr>")  # type: ignore[misc]


def _stream(descriptor: int, name: str) -> Any:
    raw = io.FileIO(descriptor, "w", closefd=False)
    raw.name = name
    stream: Any = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace")
    stream.mode = "w"
    return stream
