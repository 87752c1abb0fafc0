"""Take turns on a busy machine: gradings run side by side until a check needs the machine alone.

Locks on two files keep the turns; the system releases them when a process ends, however it ends. Without the locks, or
when nobody makes room in time, the check runs anyway.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TypeVar

from autograder.sandbox import SandboxBrokenError, StarvedError
from autograder.writers import file_lock

Result = TypeVar("Result")

FAILURES = 2
"""How often the sandbox may fail on one check before the check counts as broken."""
PATIENCE_SECONDS = 300.0
"""How long a turn is waited for: longer than any check takes."""
GLANCE_SECONDS = 0.02


class Turns:
    """The turns of one piece of work, which it may take again when the sandbox breaks.

    Where the machine was too busy, the next turn has it to itself, as far as other gradings go.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._place = beside_others

    def run(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns. Raises `SandboxBrokenError` once the sandbox has broken too often over these turns."""
        while True:
            try:
                with self._place():
                    return work()
            except SandboxBrokenError as error:
                self._failures += 1
                if self._failures == FAILURES:
                    raise
                self._place = alone if isinstance(error, StarvedError) else beside_others


@contextmanager
def beside_others() -> Iterator[None]:
    """A turn that others may have at the same time, once nobody waits for the machine."""
    with _locked("gate", exclusive=False):
        room = ExitStack()
        room.enter_context(_locked("room", exclusive=False))
    with room:
        yield


@contextmanager
def alone() -> Iterator[None]:
    """A turn that no other grading has at the same time."""
    with _locked("gate", exclusive=True), _locked("room", exclusive=True):
        yield


@contextmanager
def _locked(name: str, *, exclusive: bool) -> Iterator[None]:
    """A lock on one of the files of this user, if it can be had."""
    descriptor: int | None = None
    with suppress(OSError):  # no place for it, or another user's file
        # Where no folder for temporary files can be written, Python chooses the one we stand in.
        if file_lock.AVAILABLE and not os.path.samefile(folder := tempfile.gettempdir(), os.curdir):
            path = os.path.join(folder, f"autograder-{os.getuid()}-{name}.lock")
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if descriptor is None:
        yield
        return
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not file_lock.try_lock(descriptor, exclusive=exclusive) and time.monotonic() < until:
            time.sleep(GLANCE_SECONDS)
        yield
    finally:
        os.close(descriptor)
