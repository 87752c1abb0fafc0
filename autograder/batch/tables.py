"""grades.csv and triage.csv: a row for everybody, and a row for each submission that a person should look at."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.batch.ledger import Ledger
from autograder.batch.records import GradedSubmission
from autograder.records import Assignment, Person
from autograder.text.moments import written
from autograder.text.spreadsheet import harmless
from autograder.writers import files
from autograder.writers.text import points

GRADES, TRIAGE = "grades.csv", "triage.csv"
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
    basis = repr([ledger.fingerprint(), assignment.release, absent, notes])
    made, made_of = ledger.note(MADE) or {}, hashlib.sha256(basis.encode("utf-8", "surrogateescape")).hexdigest()
    if (made.get("of"), made.get("files")) == (made_of, _digests(folder)):
        return int(made["listed"])
    questions = [question.id for question in assignment.questions]
    titles = [f"{question.id} (by hand)" if question.by_hand else question.id for question in assignment.questions]
    rows: list[list[str]] = []
    listed: list[tuple[int, list[str]]] = []
    for one in ledger.submissions():
        rows += _rows(one, questions)
        if one.outcome in TO_LOOK_AT or one.staff_notes:
            urgency = TO_LOOK_AT.index(one.outcome) if one.outcome in TO_LOOK_AT else len(TO_LOOK_AT)
            listed.append((urgency, [one.key, ", ".join(p.name for p in one.people), one.outcome, _to_know(one)]))
    rows += [["", *_cells(person), *[""] * 5, "nothing handed in", "", *[""] * len(questions)] for person in absent]
    files.write_whole(folder / GRADES, table([*HEAD, *titles], rows))
    urgent = [row for _, row in sorted(listed, key=lambda one: one[0])]
    of_class = [["the class", "", "", note] for note in notes]
    files.write_whole(folder / TRIAGE, table(["key", "name", "outcome", "what to know"], [*of_class, *urgent]))
    ledger.keep_notes({MADE: {"of": made_of, "files": _digests(folder), "listed": len(listed)}})
    return len(listed)


def _digests(folder: Path) -> list[str]:
    """What both tables hold now; empty for one that is not there."""
    paths = [folder / name for name in (GRADES, TRIAGE)]
    return [hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "" for path in paths]


def _to_know(one: GradedSubmission) -> str:
    """Why a submission is listed; of one without its files also what was found instead, and could not be opened."""
    found = [note for note in one.notes if note not in one.reason] if one.outcome == "missing files" else []
    return " ".join(filter(None, (one.reason, *found, *one.staff_notes)))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file that no spreadsheet runs anything of; with a mark by which Excel knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([harmless(cell).replace("\n", " ") for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _rows(one: GradedSubmission, questions: Iterable[str]) -> Iterator[list[str]]:
    counts = one.score is not None
    earned = {question.id: points(question.score) for question in one.questions} if counts else {}
    numbers = [points(one.score or 0), points(one.out_of), points(one.earned), points(one.lost), str(one.slipped)]
    submitted = written(one.submitted) if one.submitted else ""
    for person in one.people or (Person(),):
        cells = [one.key, *_cells(person), *(numbers if counts else ["", points(one.out_of), "", "", ""])]
        yield [*cells, one.outcome, submitted, *(earned.get(question, "") for question in questions)]


def _cells(person: Person) -> list[str]:
    return [person.name, person.id, person.email]
