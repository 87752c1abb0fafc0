"""Read a ledger wherever it lies, also where nothing may be written: on a disk that is mounted read-only, or as
somebody who may only read.

SQLite writes even to read, an index of the log that lies beside the file. So it depends on what is there how a ledger
is read in which nothing may be written:

log and index      a batch is at work, or was killed: both are used as they are (``mode=ro``), and the log counts
a log, no index    nobody is at work: a copy that was made of a killed batch. File and log are copied to a folder of
                   our own, for SQLite to make the index there; without its log the file lacks what came last
no log             the file holds everything, and is read as one that nobody changes (``immutable=1``). If somebody
                   begins to write meanwhile, who may, this is seen in the end, and nothing counts that was read

In a folder that may be written a ledger is opened as a batch opens it, so that what a killed batch left is tidied up.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.batch.ledger import Ledger
from autograder.batch.ledger_file import FILE, LedgerError, LedgerLostError

LOG, INDEX = "-wal", "-shm"
CHANGED = "{path} was written by another batch while it was read: run the same command again."


@contextmanager
def read_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger in a folder as it is now, which changes nothing there. Raises `LedgerError` or `LedgerLostError`."""
    path = (folder / FILE).resolve()  # a link's log lies beside what it leads to
    log, index = (path.with_name(path.name + suffix) for suffix in (LOG, INDEX))
    if may_be_written(path):
        yield from _read(folder, path, "mode=rw")
    elif index.exists() and log.exists():
        yield from _read(folder, path, "mode=ro")
    elif log.exists() and log.stat().st_size:
        with tempfile.TemporaryDirectory(prefix="autograder-ledger-") as home:
            for part in (path, log):
                shutil.copyfile(part, Path(home) / part.name)
            yield from _read(folder, Path(home) / path.name, "mode=rw")
    else:
        yield from _read_unchanged(folder, path, log)


def may_be_written(path: Path) -> bool:
    """Whether this process may write the file and make others beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _read(folder: Path, path: Path, how: str) -> Iterator[Ledger]:
    """The ledger of a folder, read from the file at ``path``."""
    with Ledger(folder, f"{path.resolve().as_uri()}?{how}") as ledger:
        yield ledger


def _read_unchanged(folder: Path, path: Path, log: Path) -> Iterator[Ledger]:
    """The ledger, read as a file that nobody changes, and an error where somebody did."""
    before = _seen(path, log)
    try:
        yield from _read(folder, path, "immutable=1")
    except (LedgerError, LedgerLostError):
        if _seen(path, log) == before:
            raise
    if _seen(path, log) != before:
        raise LedgerError(CHANGED.format(path=path))


def _seen(path: Path, log: Path) -> tuple[object, ...]:
    """What changes when somebody writes the file or begins to."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino, log.exists()
