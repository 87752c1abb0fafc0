"""Somewhere to write to that keeps nothing, for programs that silence themselves by ``open(os.devnull, "w")``.

On older kernels the wall keeps every file from being opened for writing. Then a stand-in is opened instead of the file
that is no file; everything else is opened as usual.
"""

from __future__ import annotations

import builtins
import io
import os
from typing import Any

_open = io.open


class Nowhere(io.RawIOBase):
    """Takes everything and keeps nothing."""

    def writable(self) -> bool:
        """Whatever is written."""
        return True

    def write(self, data: Any) -> int:
        """How many bytes were thrown away: all."""
        return memoryview(data).nbytes


def opened(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
    """What Python's own `open` gives, and nowhere in place of the null device where that is refused."""
    try:
        return _open(file, mode, *arguments, **named)
    except PermissionError:
        if not isinstance(file, (str, os.PathLike)) or os.fspath(file) != os.devnull:
            raise
        nowhere = io.BufferedWriter(Nowhere())
        return nowhere if "b" in mode else io.TextIOWrapper(nowhere, encoding="utf-8")


def install() -> None:
    """Have programs find it under the name of `open`."""
    builtins.open = io.open = opened
