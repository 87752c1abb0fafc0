"""The contest's memory: a SQLite file with its secret, all entries, every trial, and every ranking as it was computed.

A trial is kept the moment it ends, so a night that was interrupted goes on where it stopped. A ranking is written once,
with all that a page shows of it; pages, standings and rewards come from here alone. SQLite's write-ahead log needs a
disk of this machine: not a network file system.
"""

from __future__ import annotations

import base64
import json
import secrets
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.contest.draws import Draw, Stage
from autograder.contest.entries import Entry
from autograder.contest.trial import Trial
from autograder.errors import StaffError
from autograder.records import Person, Submission

LEDGER_FILE = "contest.sqlite"
FORM = 1
SECRET_BITS = 128
WAIT_SECONDS = 60.0
TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS trials (
    entry TEXT, stage TEXT, task INTEGER, number INTEGER,
    outcome TEXT NOT NULL, accuracy REAL NOT NULL, seconds REAL NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (entry, stage, task, number));
CREATE TABLE IF NOT EXISTS entries (
    owner TEXT, digest TEXT, people TEXT NOT NULL, moment TEXT NOT NULL, pseudonym TEXT NOT NULL, files BLOB NOT NULL,
    PRIMARY KEY (owner, digest, moment));
CREATE TABLE IF NOT EXISTS rankings (stage TEXT, closes TEXT, ranking TEXT NOT NULL, PRIMARY KEY (stage, closes));
"""


class ContestLedgerError(StaffError):
    """The contest's file cannot be used."""


class ContestLedger:
    """The open file; a context manager."""

    def __init__(self, folder: Path, assignment: str) -> None:
        """Open the ledger in ``folder``, or begin one.

        Raises `ContestLedgerError` when the file is of another assignment or another version, or cannot be written.
        """
        self.path = folder / LEDGER_FILE
        with self._told():
            folder.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=WAIT_SECONDS)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.executescript(TABLES)
        self._check("form", str(FORM), "was written by another version of the autograder")
        self._check("assignment", assignment, f"is not the contest of {assignment}")
        self.secret = int(self._fact("secret", str(secrets.randbits(SECRET_BITS))))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence what the system or SQLite says in a few words."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            kept = "What was run before is kept: the same command goes on from there once the file can be used."
            raise ContestLedgerError(f"{self.path} cannot be used: {error}. {kept}") from error

    @contextmanager
    def _change(self) -> Iterator[None]:
        """All or nothing."""
        with self._told(), self._base:
            yield

    def _rows(self, question: str, values: Sequence[object] = ()) -> list[Any]:
        """Everything that answers a question."""
        with self._told():
            return self._base.execute(question, values).fetchall()

    def file(self, entries: Iterable[Entry]) -> None:
        """Keep entries: what was handed in by a close is known afterwards, whatever was handed in since."""
        with self._change():
            for entry in entries:
                people = json.dumps([vars(person) for person in entry.people], ensure_ascii=False)
                moment = entry.moment.astimezone(timezone.utc).isoformat()
                row = (entry.owner, entry.digest, people, moment, entry.pseudonym, _packed(entry.submission))
                self._base.execute("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?)", row)

    def entries(self) -> list[Entry]:
        """Every entry that was ever filed."""
        rows = self._rows("SELECT owner, digest, people, moment, pseudonym, files FROM entries")
        return [
            Entry(
                owner,
                digest,
                tuple(Person(**person) for person in json.loads(people)),
                _unpacked(files),
                datetime.fromisoformat(moment),
                pseudonym,
            )
            for owner, digest, people, moment, pseudonym, files in rows
        ]

    def trials(self, stage: Stage) -> dict[tuple[str, Draw], Trial]:
        """Every trial of a stage, by entry and draw."""
        rows = self._rows(
            "SELECT entry, task, number, outcome, accuracy, seconds, why FROM trials WHERE stage = ?", (stage,)
        )
        return {(entry, Draw(stage, task, number)): Trial(*rest) for entry, task, number, *rest in rows}

    def keep(self, entry: str, draw: Draw, trial: Trial) -> None:
        """Keep one trial; the first one at its place counts, so that handing a bot in again cannot improve it."""
        with self._change():
            self._base.execute(
                "INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(entry, draw.stage, draw.task, draw.number),
                    *(trial.outcome, trial.accuracy, trial.seconds, trial.why),
                ),
            )

    def keep_ranking(self, stage: Stage, closes: str, ranking: Mapping[str, Any]) -> None:
        """Keep a ranking, in place of an earlier one of the same moment."""
        text = json.dumps(ranking, sort_keys=True, ensure_ascii=False)
        with self._change():
            self._base.execute("INSERT OR REPLACE INTO rankings VALUES (?, ?, ?)", (stage, closes, text))

    def rankings(self, stage: Stage) -> Iterable[tuple[str, dict[str, Any]]]:
        """The rankings of a stage with their closing moments, earliest first."""
        rows = self._rows("SELECT closes, ranking FROM rankings WHERE stage = ? ORDER BY closes", (stage,))
        return [(closes, json.loads(text)) for closes, text in rows]

    def ranked(self, stage: Stage, closes: datetime) -> bool:
        """Whether the ranking of a stage at a closing moment is kept."""
        row = (stage, closes.isoformat())
        return bool(self._rows("SELECT 1 FROM rankings WHERE stage = ? AND closes = ?", row))

    def _fact(self, name: str, first: str) -> str:
        """A fact that never changes once it is known; ``first`` makes it known."""
        with self._change():
            self._base.execute("INSERT OR IGNORE INTO facts VALUES (?, ?)", (name, first))
        [(value,)] = self._rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(value)

    def _check(self, name: str, expected: str, otherwise: str) -> None:
        found = self._fact(name, expected)
        if found != expected:
            said = f"{self.path} {otherwise} ({name} is {found!r}, expected {expected!r})."
            raise ContestLedgerError(f"{said} Choose another folder with --out.")

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def __enter__(self) -> ContestLedger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _packed(submission: Submission) -> bytes:
    """A submission as bytes: plain JSON, compressed."""
    files = {name: base64.b64encode(data).decode() for name, data in submission.files.items()}
    return zlib.compress(json.dumps([submission.name, files]).encode())


def _unpacked(data: bytes) -> Submission:
    name, files = json.loads(zlib.decompress(data))
    return Submission(name, {file: base64.b64decode(text) for file, text in files.items()})
