"""Which batches are alive on this machine, and which of them publishes.

Each holds a lock on a file of its own, and a lock dies with its holder.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import MachineError
from autograder.writers import file_lock
from autograder.writers.file_lock import try_lock

FOLDER = ".owners"
POLL_SECONDS = 0.05


class NoPlaceError(MachineError):
    """A folder in which no batch can be at work."""


@dataclass(frozen=True)
class Owner:
    """This batch, by a name that no other has."""

    name: str
    folder: Path

    def is_alive(self, other: str) -> bool:
        """Whether another batch on the same folder is still at work; where there are no locks, none is known to be."""
        if other == self.name:
            return True
        try:
            descriptor = os.open(self.folder / other, os.O_RDWR)
        except OSError:  # it ended and took its file with it
            return False
        try:
            return not try_lock(descriptor)
        except OSError:
            return True
        finally:
            os.close(descriptor)

    def is_alone(self) -> bool:
        """Whether no other batch is at work in the folder; what dead ones left there is removed."""
        others = [name for name in os.listdir(self.folder) if name != self.name]
        dead = [name for name in others if not self.is_alive(name)]
        for name in dead:
            with suppress(OSError):
                (self.folder / name).unlink()
        return len(dead) == len(others)


@contextmanager
def owner(out: Path) -> Iterator[Owner]:
    """Be an owner as long as this lasts. Raises `NoPlaceError`."""
    folder, name = out / FOLDER, secrets.token_hex(8)
    try:
        folder.mkdir(exist_ok=True)
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise NoPlaceError(
            f"{out} cannot be written ({error.strerror}): make the folder writable, or name another one."
        ) from error
    try:
        with suppress(OSError):
            try_lock(descriptor)
        yield Owner(name, folder)
    finally:
        with suppress(OSError):
            (folder / name).unlink()
        os.close(descriptor)


@contextmanager
def publishing(out: Path, say: Callable[[], None]) -> Iterator[None]:
    """Write what is about the whole class, while no other batch does: whoever comes later has seen what was before.

    ``say`` is called where another one is waited for.
    """
    if not file_lock.AVAILABLE:
        yield
        return
    descriptor = os.open(out, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            if not try_lock(descriptor):
                say()
                while not try_lock(descriptor):
                    time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)
