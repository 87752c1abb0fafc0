"""Standard streams that are closed, or that cannot be written: a command ends in a sentence all the same."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def open_closed_streams() -> None:
    """Put nothing where a standard stream is closed, so that no file of ours is opened in its place."""
    for number, (name, mode) in enumerate(STREAMS):
        try:
            os.fstat(number)
        except OSError:
            _point_at_nothing(number)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def give_up_output() -> None:
    """Drop what waits to be printed: it would be tried, and fail, once more as the program ends."""
    for number in (1, 2):
        stream = getattr(sys, STREAMS[number][0])
        try:
            stream.flush()
        except (OSError, ValueError):
            _point_at_nothing(number)
            with suppress(OSError, ValueError):
                stream.flush()


def _point_at_nothing(number: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    if nothing != number:
        os.dup2(nothing, number)
        os.close(nothing)
