"""The SQLite file of a batch: its tables, how it is opened and changed, and what is said when it cannot be used.

It belongs to one machine (WAL does not work on network file systems).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from autograder.errors import MachineError, UsageError

FILE = "ledger.sqlite3"
VERSION = 1
PATIENCE_SECONDS = 60.0
"""How long to wait for another batch on the same ledger to finish what it is writing."""
CANNOT_BE_WRITTEN = (
    "cannot be written ({said}). What was graded so far is kept: make room, or make the folder writable, and run the "
    "same command again."
)
CANNOT_BE_READ = "cannot be read ({said})."
EMPTY = "holds nothing yet: the command that was to fill it was stopped. Run that command again."

SCHEMA = """
CREATE TABLE gradings (
    content TEXT NOT NULL, deck INTEGER NOT NULL, release TEXT NOT NULL,
    outcome TEXT NOT NULL, reason TEXT NOT NULL, report BLOB NOT NULL, observed TEXT NOT NULL,
    PRIMARY KEY (content, deck, release)
);
CREATE TABLE calls (
    content TEXT NOT NULL, deck INTEGER NOT NULL, release TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (content, deck, release)
);
CREATE TABLE arrays (digest TEXT PRIMARY KEY, base TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE releases (release TEXT PRIMARY KEY, folder BLOB NOT NULL);
CREATE TABLE hand_ins (
    key TEXT PRIMARY KEY, place INTEGER NOT NULL, stamp TEXT NOT NULL, content TEXT NOT NULL, deck INTEGER NOT NULL,
    published TEXT NOT NULL, about TEXT NOT NULL, outcome TEXT NOT NULL, summary BLOB NOT NULL
);
CREATE TABLE claims (
    content TEXT NOT NULL, deck INTEGER NOT NULL, release TEXT NOT NULL, owner TEXT NOT NULL,
    PRIMARY KEY (content, deck, release)
);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

AnyLedger = TypeVar("AnyLedger", bound="LedgerFile")


class LedgerError(UsageError):
    """A ledger that this version cannot use."""


class LedgerLostError(MachineError):
    """The ledger cannot be written any more: the disk is full, or the folder is read-only."""


class LedgerFile:
    """The open file. One thread of one process uses it; other processes may have it open as well.

    With ``source``, an address that SQLite knows, the file is read, as it is at this moment, and never written.
    """

    def __init__(self, folder: Path, source: str = "") -> None:
        self.path, self._refused = folder / FILE, CANNOT_BE_READ if source else CANNOT_BE_WRITTEN
        with self._explained():
            self._base = sqlite3.connect(
                source or self.path, timeout=PATIENCE_SECONDS, isolation_level=None, uri=bool(source)
            )
            if source:
                self._base.execute("PRAGMA query_only = ON")
                self._base.execute("BEGIN")
                if self._is_empty():
                    raise LedgerError(f"{self.path} {EMPTY}")
                return
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            with self.transaction():
                self._prepare()

    def _prepare(self) -> None:
        if self._is_empty():
            for statement in SCHEMA.split(";"):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version = {VERSION}")

    def _is_empty(self) -> bool:
        """Whether nobody has written anything into the file. Raises `LedgerError` where it is of another version."""
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return False
        if self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            what = "a newer version of this program" if version > VERSION else "an older version of this program"
            raise LedgerError(
                f"{self.path} was written by {what} (format {version}, expected {VERSION}). "
                f"Give another folder as --out, and the class is graded anew."
            )
        return True

    @contextmanager
    def _explained(self, path: Path | None = None) -> Iterator[None]:
        """Say in a sentence what SQLite says in a few words of this file, or of the one at ``path``."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            said, where = str(error), path or self.path
            if "not a database" in said or "malformed" in said:
                raise LedgerError(f"{where} is not a ledger ({said}). Give another folder as --out.") from error
            raise LedgerLostError(f"{where} {self._refused.format(said=said)}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and nobody else in between."""
        with self._explained():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def row(self, query: str, *values: object) -> Any:
        """The first row that answers a query; None when there is none."""
        with self._explained():
            return self._base.execute(query, values).fetchone()

    def close(self) -> None:
        """Close the file; what was kept stays."""
        self._base.close()

    def __enter__(self: AnyLedger) -> AnyLedger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
