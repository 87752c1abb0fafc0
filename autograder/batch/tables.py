"""grades.csv and triage.csv: a row for everybody, and a row for each submission that a person should look at."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from autograder.batch.class_results import GradedSubmission
from autograder.batch.ledger import Ledger
from autograder.batch.shared_notes import own_notes, shared_notes, to_know
from autograder.records import Assignment, Person
from autograder.text.moments import written
from autograder.text.spreadsheet import harmless
from autograder.writers import files
from autograder.writers.text import points

GRADES, TRIAGE = "grades.csv", "triage.csv"
OWN_TABLES = (GRADES, TRIAGE)
HEAD = (
    "key", "name", "id", "email", "score", "out of", "before lateness", "lost by lateness", "slip days",
    "outcome", "submitted",
)  # fmt: skip
MADE = "tables"
"""Under this name the ledger notes what the tables were made of."""
TO_LOOK_AT = ("broken", "unreadable", "missing files", "crash", "timed out", "not graded")
"""The outcomes that are listed for staff, the most urgent first."""


def write_tables(folder: Path, assignment: Assignment, ledger: Ledger) -> int:
    """Write both tables of everybody in the ledger, and return how many submissions a person should look at.

    In grades.csv is a row for each person of each submission, then one for each who handed nothing in. The points of a
    submission that has no score stay empty; they are never 0. So do those of questions that people grade, each in a
    column to be filled. Tables that were made of the same ledger and the same assignment stay as they are: reading
    1,000 submissions takes seconds.
    """
    absent, notes = ledger.absent(), ledger.class_notes()
    basis = repr([ledger.digest(), assignment.release, absent, notes])
    made, made_of = ledger.note(MADE) or {}, hashlib.sha256(basis.encode("utf-8", "surrogateescape")).hexdigest()
    if (made.get("of"), made.get("files")) == (made_of, _digests(folder)):
        return int(made["listed"])
    questions = [question.id for question in assignment.questions]
    titles = [f"{question.id} (by hand)" if question.by_hand else question.id for question in assignment.questions]
    rows: list[list[str]] = []
    seen: list[_Seen] = []
    for graded in ledger.submissions():
        rows += _rows(graded, questions)
        names = ", ".join(person.called for person in graded.people)
        seen.append(_Seen(graded.key, names, graded.outcome, to_know(graded), graded.staff_notes))
    shared = shared_notes(row.notes for row in seen)
    listed = sorted((row for row in seen if _is_listed(row, shared)), key=_urgency)
    rows += [["", *_cells(person), *[""] * 5, "nothing handed in", "", *[""] * len(questions)] for person in absent]
    files.write_whole(folder / GRADES, csv_table([*HEAD, *titles], rows))
    urgent = [[*row[:3], " ".join(filter(None, (row.reason, *own_notes(row.notes, shared))))] for row in listed]
    of_class = [["the class", "", "", note] for note in (*notes, *shared.values())]
    files.write_whole(folder / TRIAGE, csv_table(["key", "name", "outcome", "what to know"], [*of_class, *urgent]))
    ledger.keep_notes({MADE: {"of": made_of, "files": _digests(folder), "listed": len(listed)}})
    return len(listed)


def is_own_table(path: Path, *folders: Path) -> bool:
    """Whether a file would be one of the two tables in one of these folders."""
    return path.name.casefold() in OWN_TABLES and path.resolve().parent in [folder.resolve() for folder in folders]


class _Seen(NamedTuple):
    """What triage.csv needs of a submission."""

    key: str
    names: str
    outcome: str
    reason: str
    notes: tuple[str, ...]


def _is_listed(seen: _Seen, shared: Collection[str]) -> bool:
    return seen.outcome in TO_LOOK_AT or bool(own_notes(seen.notes, shared))


def _urgency(seen: _Seen) -> int:
    return TO_LOOK_AT.index(seen.outcome) if seen.outcome in TO_LOOK_AT else len(TO_LOOK_AT)


def _digests(folder: Path) -> list[str]:
    """What both tables hold now; empty for one that is not there."""
    paths = [folder / name for name in (GRADES, TRIAGE)]
    return [hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "" for path in paths]


def csv_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file that no spreadsheet runs anything of; with a mark by which Excel knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([harmless(cell).replace("\n", " ") for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _rows(graded: GradedSubmission, questions: Iterable[str]) -> Iterator[list[str]]:
    counts = graded.score is not None
    earned = {question.id: points(question.score) for question in graded.questions} if counts else {}
    numbers = [
        points(graded.score or 0),
        points(graded.out_of),
        points(graded.earned),
        points(graded.lost),
        str(graded.slipped),
    ]
    submitted = written(graded.submitted) if graded.submitted else ""
    for person in graded.people or (Person(),):
        cells = [graded.key, *_cells(person), *(numbers if counts else ["", points(graded.out_of), "", "", ""])]
        yield [*cells, graded.outcome, submitted, *(earned.get(question, "") for question in questions)]


def _cells(person: Person) -> list[str]:
    return [person.name, person.id, person.email]
