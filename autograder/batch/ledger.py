"""The ledger of a batch: a SQLite file in the output folder that knows what was graded, and what came of it.

A grading is kept under the content of the submission, its deck and the release, and is written in one transaction: a
batch that is killed at any moment goes on where it was. The file belongs to one machine (WAL does not work on network
file systems); workers elsewhere send what they found to the process that owns it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.batch import records, stored
from autograder.batch.records import GradedSubmission
from autograder.batch.work import Graded
from autograder.errors import MachineError, UsageError

FILE = "ledger.sqlite3"
VERSION = 1
PATIENCE_SECONDS = 60.0
"""How long to wait for another batch on the same ledger to finish what it is writing."""

SCHEMA = """
CREATE TABLE gradings (
    content TEXT NOT NULL, deck INTEGER NOT NULL, release TEXT NOT NULL,
    outcome TEXT NOT NULL, reason TEXT NOT NULL, report BLOB NOT NULL,
    PRIMARY KEY (content, deck, release)
);
CREATE TABLE hand_ins (
    key TEXT PRIMARY KEY, place INTEGER NOT NULL, stamp TEXT NOT NULL, content TEXT NOT NULL, deck INTEGER NOT NULL,
    published TEXT NOT NULL, outcome TEXT NOT NULL, summary BLOB NOT NULL
);
CREATE TABLE claims (
    content TEXT NOT NULL, deck INTEGER NOT NULL, release TEXT NOT NULL, owner TEXT NOT NULL,
    PRIMARY KEY (content, deck, release)
);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class LedgerError(UsageError):
    """A ledger that this version cannot use."""


class LedgerLostError(MachineError):
    """The ledger cannot be written any more: the disk is full, or the folder is read-only."""


@dataclass(frozen=True)
class GradingKey:
    """What a grading is kept under: a digest of the files, the deck, and the release that judged them."""

    content: str
    deck: int
    release: str


@dataclass(frozen=True)
class Entry:
    """What the ledger knows of a hand-in.

    ``stamp`` changes when the files, the people or the times may have changed; ``published`` says of what the results
    were made that stand in the output folder, and is empty before there are any.
    """

    key: str
    place: int
    stamp: str
    content: str
    deck: int
    published: str = ""


class Ledger:
    """The open file. One thread of one process uses it; other processes may have it open as well."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        with self._told():
            self._base = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            with self.transaction():
                self._prepare()

    def _prepare(self) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return
        if self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            what = "a newer version of this program" if version > VERSION else "an older version of this program"
            raise LedgerError(
                f"{self.path} was written by {what} (format {version}, expected {VERSION}). "
                f"Give another folder as --out, and the class is graded anew."
            )
        for statement in SCHEMA.split(";"):
            self._base.execute(statement)
        self._base.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence what SQLite says in a few words."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            said = str(error)
            if "not a database" in said or "malformed" in said:
                raise LedgerError(f"{self.path} is not a ledger ({said}). Give another folder as --out.") from error
            raise LedgerLostError(
                f"{self.path} cannot be written ({said}). What was graded so far is kept: make room, or make the "
                f"folder writable, and run the same command again."
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and nobody else in between."""
        with self._told():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    # --- gradings

    def grading(self, key: GradingKey) -> Graded | None:
        """What a grading came to; None before it was made."""
        row = self._row("SELECT outcome, reason, report FROM gradings WHERE content=? AND deck=? AND release=?", key)
        return Graded(*row) if row else None

    def outcome(self, key: GradingKey) -> str:
        """The outcome of a grading; empty before it was made."""
        row = self._row("SELECT outcome FROM gradings WHERE content=? AND deck=? AND release=?", key)
        return row[0] if row else ""

    def keep(self, key: GradingKey, graded: Graded) -> None:
        """Keep what a grading came to, in place of an earlier one, and give up the claim."""
        with self.transaction():
            self._base.execute(
                "INSERT OR REPLACE INTO gradings VALUES (?,?,?,?,?,?)",
                (*_values(key), graded.outcome, graded.reason, graded.report),
            )
            self._base.execute("DELETE FROM claims WHERE content=? AND deck=? AND release=?", _values(key))

    def _row(self, query: str, key: GradingKey) -> Any:
        with self._told():
            return self._base.execute(query, _values(key)).fetchone()

    # --- claims

    def owner(self, key: GradingKey) -> str:
        """Who is at work on a grading; empty when nobody is."""
        row = self._row("SELECT owner FROM claims WHERE content=? AND deck=? AND release=?", key)
        return row[0] if row else ""

    def claim(self, key: GradingKey, owner: str, instead_of: str = "") -> bool:
        """Whether the grading is ours to make now: nobody else has claimed it, or only ``instead_of``."""
        with self.transaction():
            other = self.owner(key)
            if other not in ("", owner, instead_of):
                return False
            self._base.execute("INSERT OR REPLACE INTO claims VALUES (?,?,?,?)", (*_values(key), owner))
            return True

    def release(self, owner: str) -> None:
        """Give up every claim of an owner."""
        with self.transaction():
            self._base.execute("DELETE FROM claims WHERE owner=?", (owner,))

    # --- hand-ins

    def entries(self) -> dict[str, Entry]:
        """Every hand-in that was seen, by its key."""
        with self._told():
            rows = self._base.execute("SELECT key, place, stamp, content, deck, published FROM hand_ins")
            return {row[0]: Entry(*row) for row in rows}

    def enter(self, entry: Entry, summary: GradedSubmission) -> None:
        """Note a hand-in with what is known of it now."""
        with self.transaction():
            self._base.execute("INSERT OR REPLACE INTO hand_ins VALUES (?,?,?,?,?,?,?,?)", _row(entry, summary))

    def enter_new(self, rows: Iterable[tuple[Entry, GradedSubmission]]) -> None:
        """Note hand-ins that were never seen before, all of them or none."""
        with self.transaction():
            self._base.executemany(
                "INSERT OR IGNORE INTO hand_ins VALUES (?,?,?,?,?,?,?,?)", [_row(*row) for row in rows]
            )

    def drop(self, keys: Iterable[str]) -> None:
        """Forget hand-ins that are no longer in the class; their gradings stay."""
        with self.transaction():
            self._base.executemany("DELETE FROM hand_ins WHERE key=?", [(key,) for key in keys])

    def submissions(self) -> Iterator[GradedSubmission]:
        """Every hand-in of the class, in its order, one after the other."""
        with self._told():
            for (summary,) in self._base.execute("SELECT summary FROM hand_ins ORDER BY place, key"):
                yield records.from_plain(stored.unpacked(summary))

    def submission(self, key: str) -> GradedSubmission:
        """One hand-in that was seen, by its key."""
        with self._told():
            (summary,) = self._base.execute("SELECT summary FROM hand_ins WHERE key=?", (key,)).fetchone()
        return records.from_plain(stored.unpacked(summary))

    def fingerprint(self) -> str:
        """A digest that is another one as soon as anything of the class, or of what came of it, is another."""
        digest = hashlib.sha256()
        with self._told():
            for row in self._base.execute("SELECT key, place, summary FROM hand_ins ORDER BY key"):
                digest.update(repr(row).encode())
        return digest.hexdigest()

    def counts(self) -> dict[str, int]:
        """How many hand-ins there are of each outcome."""
        with self._told():
            return dict(self._base.execute("SELECT outcome, count(*) FROM hand_ins GROUP BY outcome"))

    # --- notes

    def note(self, name: str) -> Any:
        """A plain value that was kept under a name; None when there is none."""
        with self._told():
            row = self._base.execute("SELECT value FROM notes WHERE name=?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def keep_notes(self, values: Mapping[str, Any]) -> None:
        """Keep plain values under their names."""
        with self.transaction():
            rows = [(name, json.dumps(value)) for name, value in values.items()]
            self._base.executemany("INSERT OR REPLACE INTO notes VALUES (?,?)", rows)

    def close(self) -> None:
        """Close the file; what was kept stays."""
        self._base.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _values(key: GradingKey) -> tuple[str, int, str]:
    return (key.content, key.deck, key.release)


def _row(entry: Entry, summary: GradedSubmission) -> tuple[Any, ...]:
    known = (entry.key, entry.place, entry.stamp, entry.content, entry.deck, entry.published)
    return (*known, summary.outcome, stored.packed(records.plain(summary)))
