"""A folder in which something is unpacked, until it is whole and gets its name.

Whoever unpacks holds a lock on the folder, which the system gives up when its holder ends, however it ends: so what a
killed program left can be told from what is being unpacked now.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.writers import file_lock

PREFIX = ".unpacking-"


@contextmanager
def own_folder(home: Path) -> Iterator[Path]:
    """A new folder in ``home``; unless it has another name in the end, it is removed."""
    place, lock = _new_folder(home)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def remove_left_behind(home: Path) -> None:
    """Remove the folders below ``home`` in which a program unpacked that was killed; where there are no locks, none."""
    for place in home.glob(f"*/{PREFIX}*"):
        with suppress(OSError):
            if (lock := _lock_on(place)) is not None:
                shutil.rmtree(place, ignore_errors=True)
                os.close(lock)


def _new_folder(home: Path) -> tuple[Path, int | None]:
    """A folder and the lock on it; None where there are no locks."""
    while True:
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home))
        try:
            if (lock := _lock_on(place)) is not None:
                return place, lock
        except FileNotFoundError:
            pass  # somebody took it for left behind, as where its lock is taken already
        except OSError:
            return place, None


def _lock_on(place: Path) -> int | None:
    """A lock on a folder that is there; None where somebody has it. Raises `OSError` where there are no locks."""
    if not file_lock.AVAILABLE:
        raise OSError(errno.ENOLCK, "this system has no locks")
    lock = os.open(place, os.O_RDONLY)
    try:
        if file_lock.try_lock(lock):
            place.stat()  # whoever removes it has had the lock
            return lock
    except OSError:
        os.close(lock)
        raise
    os.close(lock)
    return None
