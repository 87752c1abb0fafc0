"""A signal to stop, as an exception, so that a command can finish what it has begun."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from autograder.commands.errors import INTERRUPTED, stop
from autograder.records.held_signals import held_back

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGXCPU", "SIGUSR1", "SIGUSR2")
"""What people and shells send, and by what batch systems warn of the end of the time they give."""
STOP_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
"""Windows has no more than two of them."""


class Terminated(BaseException):
    """A signal to stop arrived."""


@contextmanager
def terminable() -> Iterator[None]:
    """Raise `Terminated` when a signal to stop arrives: once, so that what must then be finished is not stopped again.

    A signal that is ignored already, as ``nohup`` has it, stays so.
    """

    def terminate(number: int, frame: FrameType | None) -> NoReturn:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Terminated

    handled = [number for number in STOP_SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.getsignal(number) for number in handled}
    for number in handled:
        signal.signal(number, terminate)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def stop_with(sentence: str, status: int = INTERRUPTED) -> Iterator[None]:
    """End the command with a sentence and this status when a signal to stop arrives in the block."""
    try:
        with terminable():
            yield
    except Terminated:
        stop(sentence, status)


@contextmanager
def stoppable(say: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """A question whether to stop: a first signal makes it true and calls ``say``, a second raises `Terminated`.

    A signal that is ignored already, as ``nohup`` has it, stays so.
    """
    arrived: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        arrived.append(number)
        if len(arrived) > 1:
            for each in before:
                signal.signal(each, signal.SIG_IGN)
            raise Terminated
        say()

    handled = [number for number in STOP_SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.getsignal(number) for number in handled}
    for number in handled:
        signal.signal(number, note)
    try:
        yield lambda: bool(arrived)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back a signal to stop until the end of the block."""
    with held_back(STOP_SIGNALS):
        yield
