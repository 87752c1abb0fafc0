"""A signal to stop, as an exception, so that a command can finish what it has begun."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

STOPPING = (signal.SIGTERM, signal.SIGINT)


class Terminated(BaseException):
    """SIGTERM or SIGINT arrived."""


@contextmanager
def terminable() -> Iterator[None]:
    """Raise `Terminated` when a signal to stop arrives."""

    def terminate(number: int, frame: FrameType | None) -> NoReturn:
        raise Terminated

    before = {number: signal.signal(number, terminate) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back a signal to stop until the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
