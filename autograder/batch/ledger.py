"""The ledger of a batch: a SQLite file in the output folder with everything that was graded, and the results.

A grading is kept under the content of the submission, its deck and the release, and is written in one transaction: a
batch that is killed at any moment goes on where it was. Workers on other machines send what they found to the process
that owns the file.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.batch import class_results, stored
from autograder.batch.class_results import GradedSubmission, GradingOutcome
from autograder.batch.ledger_file import FILE, LedgerError, LedgerFile
from autograder.batch.transcripts import KeptRuns, PackedArray
from autograder.batch.work import Graded
from autograder.records import Person

ASSIGNMENT, NAME, SETTLED, UNFINISHED = "assignment", "ledger", "never lower", "unfinished"
"""Names of notes: the assignment's id, a word that this ledger shares with its copies alone, whose scores must not fall
under which release, and why the class is judged again in part only.
"""
MUST_BE_RUN = "must be run"
"""What the last of these notes says when submissions wait to be run again; any other text: a command was stopped."""
RUNS_THEM = "`autograder batch WHERE --out {folder}` runs these alone."
"""Which command runs the submissions that wait to be run again."""


@dataclass(frozen=True)
class GradingKey:
    """What a grading is kept under: a digest of the files, the deck, and the release that judged them."""

    content: str
    deck: int
    release: str


@dataclass(frozen=True)
class LedgerEntry:
    """What the ledger knows of a hand-in.

    ``stamp`` changes when the files, the people or the times may have changed; ``published`` is the release by which
    the results were made that stand in the output folder, and is empty before there are any. ``about`` is what
    `stored.hand_in_text` keeps of the hand-in itself.
    """

    key: str
    place: int
    stamp: str
    content: str
    deck: int
    published: str = ""
    about: str = ""


class Ledger(LedgerFile):
    """What a batch keeps: gradings, claims on them, hand-ins and notes."""

    # --- gradings

    def grading(self, key: GradingKey) -> Graded | None:
        """The result of a grading; None before it was made."""
        columns = "outcome, reason, report, observed"
        row = self.row(f"SELECT {columns} FROM gradings WHERE content=? AND deck=? AND release=?", *_values(key))
        return Graded(row[0], row[1], row[2], observed=row[3]) if row else None

    def calls(self, key: GradingKey) -> KeptRuns | None:
        """What was noted of a grading's calls; None when nothing was."""
        row = self.row("SELECT data FROM calls WHERE content=? AND deck=? AND release=?", *_values(key))
        return KeptRuns(row[0]) if row else None

    def array(self, digest: str) -> PackedArray | None:
        """An array that some student's code returned."""
        row = self.row("SELECT digest, base, data FROM arrays WHERE digest=?", digest)
        return PackedArray(*row) if row else None

    def keep_release(self, release: str, folder: bytes) -> None:
        """Keep the assignment itself, as a zip, by which these gradings can be judged again."""
        with self.transaction():
            self._base.execute("INSERT OR IGNORE INTO releases VALUES (?,?)", (release, folder))

    def release_folder(self, release: str) -> bytes | None:
        """The assignment of a release, as a zip; None when the ledger does not have it."""
        row = self.row("SELECT folder FROM releases WHERE release=?", release)
        return row[0] if row else None

    def keep(self, key: GradingKey, graded: Graded) -> None:
        """Keep the result of a grading, in place of an earlier one, and give up the claim."""
        observed = graded.observed or key.release
        with self.transaction():
            self._base.execute(
                "INSERT OR REPLACE INTO gradings VALUES (?,?,?,?,?,?,?)",
                (*_values(key), graded.outcome, graded.reason, graded.report, observed),
            )
            if graded.calls:
                self._base.execute("INSERT OR REPLACE INTO calls VALUES (?,?,?,?)", (*_values(key), graded.calls))
            arrays = [(array.digest, array.base, array.data) for array in graded.arrays]
            self._base.executemany("INSERT OR IGNORE INTO arrays VALUES (?,?,?)", arrays)
            self._base.execute("DELETE FROM claims WHERE content=? AND deck=? AND release=?", _values(key))

    # --- claims

    def owner(self, key: GradingKey) -> str:
        """Who is at work on a grading; empty when nobody is."""
        row = self.row("SELECT owner FROM claims WHERE content=? AND deck=? AND release=?", *_values(key))
        return row[0] if row else ""

    def claim(self, key: GradingKey, owner: str, instead_of: str = "", known: Graded | None = None) -> bool:
        """Whether the grading is ours to make now: nobody has claimed it but ``instead_of``, or made it since.

        ``known`` is the result that it had when it was looked up.
        """
        with self.transaction():
            if self.owner(key) not in ("", owner, instead_of) or self.grading(key) != known:
                return False
            self._base.execute("INSERT OR REPLACE INTO claims VALUES (?,?,?,?)", (*_values(key), owner))
            return True

    def give_up(self, owner: str) -> None:
        """Give up every claim of an owner."""
        with self.transaction():
            self._base.execute("DELETE FROM claims WHERE owner=?", (owner,))

    # --- hand-ins

    def entries(self) -> dict[str, LedgerEntry]:
        """Every hand-in that was seen, by its key."""
        with self._explained():
            rows = self._base.execute("SELECT key, place, stamp, content, deck, published, about FROM hand_ins")
            return {row[0]: LedgerEntry(*row) for row in rows}

    def enter(self, entry: LedgerEntry, summary: GradedSubmission, publish: Callable[[], None] = lambda: None) -> None:
        """Note a hand-in with what is known of it now. Meanwhile ``publish`` writes its files, so that the files of a
        batch never stand beside the note of another.
        """
        with self.transaction():
            publish()
            self._base.execute("INSERT OR REPLACE INTO hand_ins VALUES (?,?,?,?,?,?,?,?,?)", _row(entry, summary))

    def enter_new(self, rows: Iterable[tuple[LedgerEntry, GradedSubmission]]) -> None:
        """Note hand-ins that were never seen before, all of them or none."""
        with self.transaction():
            self._base.executemany(
                "INSERT OR IGNORE INTO hand_ins VALUES (?,?,?,?,?,?,?,?,?)", [_row(*row) for row in rows]
            )

    def drop(self, keys: Iterable[str]) -> None:
        """Forget hand-ins that are no longer in the class; their gradings stay."""
        with self.transaction():
            self._base.executemany("DELETE FROM hand_ins WHERE key=?", [(key,) for key in keys])

    def submissions(self) -> Iterator[GradedSubmission]:
        """Every hand-in of the class, in its order, one after the other."""
        with self._explained():
            for (summary,) in self._base.execute("SELECT summary FROM hand_ins ORDER BY place, key"):
                yield class_results.from_plain(stored.unpacked(summary))

    def outcome(self, key: str) -> GradingOutcome | None:
        """The outcome of one hand-in, by its key; None where it was not seen, or another batch has dropped it."""
        row = self.row("SELECT outcome FROM hand_ins WHERE key=?", key)
        return row[0] if row else None

    def submission(self, key: str) -> GradedSubmission:
        """One hand-in that was seen, by its key."""
        (summary,) = self.row("SELECT summary FROM hand_ins WHERE key=?", key)
        return class_results.from_plain(stored.unpacked(summary))

    def notes_on(self, key: str) -> tuple[str, ...]:
        """What one hand-in that was seen says of its files, by its key."""
        (summary,) = self.row("SELECT summary FROM hand_ins WHERE key=?", key)
        return tuple(stored.unpacked(summary)["notes"])

    def digest(self) -> str:
        """A digest that changes when anything about the class or its results changes."""
        digest = hashlib.sha256()
        with self._explained():
            for row in self._base.execute("SELECT key, place, summary FROM hand_ins ORDER BY key"):
                digest.update(repr(row).encode())
        return digest.hexdigest()

    def counts(self) -> dict[str, int]:
        """How many hand-ins there are of each outcome."""
        with self._explained():
            return dict(self._base.execute("SELECT outcome, count(*) FROM hand_ins GROUP BY outcome"))

    def absent(self) -> tuple[Person, ...]:
        """Those on the roster who handed nothing in."""
        return tuple(Person(**person) for person in self.note("absent") or ())

    def keep_class(self, absent: Iterable[Person], notes: Iterable[str]) -> None:
        """Note who handed nothing in, and the notes on the class as a whole."""
        self.keep_notes({"absent": [asdict(person) for person in absent], "class": list(notes)})

    def class_notes(self) -> tuple[str, ...]:
        """The notes on the class as a whole."""
        return tuple(self.note("class") or ())

    # --- notes

    def note(self, name: str) -> Any:
        """A plain value that was kept under a name; None when there is none."""
        row = self.row("SELECT value FROM notes WHERE name=?", name)
        return json.loads(row[0]) if row else None

    def keep_notes(self, values: Mapping[str, Any]) -> None:
        """Keep plain values under their names."""
        with self.transaction():
            rows = [(name, json.dumps(value)) for name, value in values.items()]
            self._base.executemany("INSERT OR REPLACE INTO notes VALUES (?,?)", rows)

    def keep_assignment(self, assignment: str) -> None:
        """Note whose gradings these are. Raises `LedgerError` where they are of another assignment."""
        self.refuse_another(assignment)
        self.keep_notes({ASSIGNMENT: assignment, NAME: self.note(NAME) or secrets.token_hex(8)})

    def refuse_another(self, assignment: str | None) -> None:
        """Raise `LedgerError` where the gradings are known to be of another assignment; None stands for any."""
        known = self.note(ASSIGNMENT)
        if None not in (known, assignment) and known != assignment:
            raise LedgerError(
                f"{self.path} holds the gradings of the assignment {known!r}, and not of {assignment!r}: give another "
                f"folder."
            )

    def settle(self, release: str, keys: Iterable[str]) -> None:
        """Note the hand-ins whose scores must not fall under a release, in place of earlier ones."""
        self.keep_notes({SETTLED: {"release": release, "keys": list(keys)}})

    def settled(self, release: str) -> frozenset[str]:
        """The hand-ins whose scores must not fall under a release."""
        known = self.note(SETTLED) or {}
        return frozenset(known["keys"]) if known.get("release") == release else frozenset()

    def copy_to(self, folder: Path) -> frozenset[str]:
        """Copy the ledger as it is now into another folder. What an earlier copy there has graded since stays.

        Returns the keys of the hand-ins that only the earlier copy had. Raises `LedgerError` where the ledger there is
        that of another class.
        """
        if not (folder / FILE).exists():
            with self._explained(folder / FILE), closing(sqlite3.connect(folder / FILE)) as other:
                self._base.backup(other)
            return frozenset()
        own, name = self.entries().keys(), self.note(NAME)
        with Ledger(folder) as copy:
            theirs, its_name = copy.entries().keys(), copy.note(NAME)
            if (its_name != name) if its_name and name else (theirs and not theirs & own):
                raise LedgerError(f"{copy.path} is the ledger of another class: name another folder with --to.")
            copy.take_over(self)
        return frozenset(theirs - own)

    def take_over(self, other: Ledger) -> None:
        """Take over the class of another ledger, and its gradings beside those that are here."""
        with self.transaction():
            self._base.execute("DELETE FROM hand_ins")
            for table in ("gradings", "calls", "arrays", "releases", "hand_ins", "notes"):
                with other._explained():
                    rows = other._base.execute(f"SELECT * FROM {table}")
                    gaps = ",".join("?" * len(rows.description))
                    self._base.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({gaps})", rows)


def _values(key: GradingKey) -> tuple[str, int, str]:
    return (key.content, key.deck, key.release)


def _row(entry: LedgerEntry, summary: GradedSubmission) -> tuple[Any, ...]:
    known = (entry.key, entry.place, entry.stamp, entry.content, entry.deck, entry.published, entry.about)
    return (*known, summary.outcome, stored.packed(class_results.plain(summary)))
