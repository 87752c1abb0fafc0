"""grades.csv and triage.csv: a row for everybody, and a row for each submission that a person should look at."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

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
TO_LOOK_AT = ("broken", "unreadable", "missing files", "crash", "timed out", "not graded")
"""The outcomes that are listed for staff, the most urgent first."""


def write_grades(
    folder: Path, assignment: Assignment, submissions: Iterable[GradedSubmission], absent: Iterable[Person] = ()
) -> None:
    """Write grades.csv: a row for each person of each submission, then one for each who handed nothing in.

    The points of a submission that has no score stay empty; they are never 0. So do those of questions that people
    grade, each in a column to be filled.
    """
    questions = [question.id for question in assignment.questions]
    rows = [row for one in submissions for row in _rows(one, questions)]
    rows += [["", *_cells(person), *[""] * 5, "nothing handed in", "", *[""] * len(questions)] for person in absent]
    titles = [f"{question.id} (by hand)" if question.by_hand else question.id for question in assignment.questions]
    files.write_whole(folder / GRADES, table([*HEAD, *titles], rows))


def write_triage(folder: Path, submissions: Iterable[GradedSubmission], notes: Iterable[str] = ()) -> int:
    """Write triage.csv and return how many submissions are in it; ``notes`` are about the class as a whole."""
    listed = [one for one in submissions if one.outcome in TO_LOOK_AT or one.staff_notes]
    listed.sort(key=lambda one: TO_LOOK_AT.index(one.outcome) if one.outcome in TO_LOOK_AT else len(TO_LOOK_AT))
    rows = [["the class", "", "", note] for note in notes]
    rows += [[one.key, ", ".join(p.name for p in one.people), one.outcome, _to_know(one)] for one in listed]
    files.write_whole(folder / TRIAGE, table(["key", "name", "outcome", "what to know"], rows))
    return len(listed)


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
