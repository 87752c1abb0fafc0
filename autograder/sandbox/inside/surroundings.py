"""Two harmless calls at the top of programs that the wall refuses: opening the null device, and changing folder.

A program silences itself by ``open(os.devnull, "w")``. On older kernels no file can be opened for writing; there a
stand-in takes the place of the null device. And a program goes to its own folder by ``os.chdir``; a worker stays where
it is.
"""

from __future__ import annotations

import builtins
import io
import os
import pathlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_open, _chdir = io.open, os.chdir


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


def went(path: Any) -> None:
    """Go to a folder as Python's own `os.chdir` does; where nobody may go anywhere, stay."""
    with suppress(PermissionError):
        _chdir(path)


def install() -> None:
    """Put both in place of Python's own functions."""
    place(opened, went)


def place(opens: Callable[..., Any], goes: Callable[..., Any]) -> None:
    """Put what opens files, and what goes to a folder, wherever Python keeps them."""
    builtins.open = io.open = opens
    os.chdir = goes
    if accessor := getattr(pathlib, "_NormalAccessor", None):  # where a path of Python 3.10 keeps its own
        accessor.open = staticmethod(opens)
