"""Fill in a gradebook that the course exported: one cell a student, in one column, and every other byte stays.

Nothing is built: no new column, no new student, no points possible. A student whose grading failed on our side keeps
what the gradebook holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.batch.gradebook_formats import (
    THOUSANDS,
    Column,
    Gradebook,
    GradebookError,
    number,
    points_text,
    read_gradebook,
)
from autograder.batch.gradebook_match import Grade, Held, match
from autograder.text.delimited import Row
from autograder.text.plural import agreed, counted
from autograder.text.suggest import nearest

NO_COLUMN = " has no column that takes points. Its columns of grades"
TOLD_APART = "Rename or remove one on the platform, so that they can be told apart, and export again."
NOBODY = (
    "Nobody of the class is in the gradebook. Name a list with --roster that has the ids or addresses of the class and "
    "those of the gradebook; the gradebook itself may do."
)
EXCUSED = ("ex", "excused")
SAME = 0.005
"""Points that differ by less are the same: platforms keep two decimals."""


@dataclass(frozen=True)
class Change:
    """A cell that changes: whose it is, and its text before and after."""

    student: str
    before: str
    after: str


@dataclass(frozen=True)
class Filled:
    """The gradebook filled in, and what that means, for a person to read before the upload.

    ``same`` students have their points already. ``held`` are students for whom nothing is entered, each with the
    reason. ``strangers`` are in the class and not in the gradebook. ``notes`` are sentences about the whole.
    """

    data: bytes
    platform: str
    column: str
    changes: tuple[Change, ...] = ()
    same: int = 0
    held: tuple[Held, ...] = ()
    strangers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def details(self) -> list[str]:
        """Every change, a line each."""
        return [f"{change.student}: {change.before or 'empty'} → {change.after}" for change in self.changes]

    def summary(self) -> list[str]:
        """What changes, and for how many, in sentences."""
        count = len(self.changes)
        change = f"{counted(count, 'student')} {agreed(count, 'gets', 'get')} new points"
        lines = [
            f'{self.platform}, column "{self.column}": {change}, {self.same} {agreed(self.same, "has", "have")} theirs.'
        ]
        over = sum(bool(change.before) for change in self.changes)
        if over:
            lines.append(f"{over} of the new points {agreed(over, 'replaces', 'replace')} something in the gradebook.")
        lines += [f"Nothing is entered for {student}: {why}." for student, why in self.held]
        lines += [f"Not in the gradebook, and not added: {student}." for student in self.strangers]
        if self.strangers and not (self.changes or self.same or self.held):
            lines.append(NOBODY)
        return [*lines, *self.notes]


def fill(
    data: bytes, file: str, grades: Sequence[Grade], column: str = "", scale: bool = False, only_changed: bool = False
) -> Filled:
    """The gradebook in ``data`` with the students' points in ``column``; by default its only column that takes points.

    ``scale`` multiplies points to fit the column's points possible; otherwise a difference is refused. With
    ``only_changed`` the rows of students whose points do not change are left out. Raises `GradebookError`.
    """
    book = read_gradebook(data, file)
    chosen = column_of(book, file, column)
    factor, notes = _factor(book, chosen, grades, scale)
    found = match(book, grades)
    comma, changes, held, same = has_decimal_comma(book, chosen), {}, list(found.held), 0
    for place, grade in found.rows.items():
        row = book.table.rows[place]
        if reason := _reason_to_hold(book, chosen, row, grade):
            held.append((grade.student, reason))
            continue
        score, note = _entered(book, chosen, replace(grade, score=round((grade.score or 0) * factor, 2)))
        notes += note
        before = number(row[chosen.place])
        if before is not None and abs(before - score) < SAME:
            same += 1
        else:
            text = points_text(score)
            changes[place] = Change(grade.student, row[chosen.place], text.replace(".", ",") if comma else text)
    rows = set(range(len(book.table.rows))) - (set(book.students) - set(changes) if only_changed else set())
    filled = book.table.edited({(place, chosen.place): change.after for place, change in changes.items()}, rows)
    many = (tuple(changes.values()), same, tuple(held), found.strangers, tuple(notes))
    return Filled(filled, book.platform, chosen.header, *many)


def column_of(book: Gradebook, file: str, wanted: str) -> Column:
    """The column that is meant: by header, by title or by the id in its header, or the only one there is."""
    takes = [column for column in book.columns if not column.refusal]
    refused = "".join(f"\n  {column.header}: {column.refusal}" for column in book.columns if column.refusal)
    listed = "".join(f"\n  {column.header}" for column in takes) or refused or " none"
    if not wanted and len(takes) == 1:
        return takes[0]
    if not wanted:
        asked = ": name the column that takes the points with --column. The columns"
        raise GradebookError(f"{file}{asked if takes else NO_COLUMN} are:{listed}")
    found = _called(book.columns, wanted.strip().casefold())
    if not found:
        near = nearest(wanted, [column.name for column in takes])
        raise GradebookError(f"{file} has no column {wanted!r}, and none is added.{near} The columns are:{listed}")
    if len({column.header for column in found}) < len(found):
        raise GradebookError(f"{file} has the column {found[0].header!r} {len(found)} times. {TOLD_APART}")
    if len(found) > 1:
        several = "".join(f"\n  {column.header}" for column in found)
        raise GradebookError(f"{file} has {len(found)} columns {wanted!r}; give the whole header of one:{several}")
    if found[0].refusal:
        raise GradebookError(f"{file}: nothing can be entered in {found[0].header!r}: {found[0].refusal}.")
    return found[0]


def _called(columns: Sequence[Column], wanted: str) -> list[Column]:
    """The columns that a word in letters of one case means: by the whole header, else by the title or the id."""
    exact = [column for column in columns if wanted == column.header.casefold()]
    return exact or [column for column in columns if wanted in (column.name.casefold(), column.id)]


def _factor(book: Gradebook, column: Column, grades: Sequence[Grade], scale: bool) -> tuple[float, list[str]]:
    """What our points are multiplied by, and a note about it."""
    ours = sorted({round(grade.out_of, 6) for grade in grades if grade.score is not None and grade.out_of})
    if len(ours) > 1:
        listed = ", ".join(map(points_text, ours))
        raise GradebookError(
            f"The submissions are out of different points ({listed}): grade all with one release first."
        )
    if not ours or (column.points is not None and abs(column.points - ours[0]) < SAME):
        return 1.0, []
    out_of = points_text(ours[0])
    if column.points is None:
        return 1.0, [f"The gradebook does not say how many points this column is out of; ours are out of {out_of}."]
    possible = points_text(column.points)
    if scale and column.points:
        return column.points / ours[0], [f"Points are scaled from {out_of} to {possible}."]
    or_scale = ", or have the points scaled with --scale" if column.points else ""
    raise GradebookError(
        f'The column "{column.header}" is out of {possible} points in {book.platform}, the assignment out of {out_of}. '
        f"Set {out_of} there and export again{or_scale}."
    )


def _reason_to_hold(book: Gradebook, column: Column, row: Row, grade: Grade) -> str:
    """Why a student's cell stays as it is; empty when points may be entered."""
    if grade.score is None:
        return grade.why
    if len(row.cells) <= column.place:
        return f"line {row.line} of the gradebook ends before the column"
    if len(row.cells) > len(book.table.rows[0].cells) + 1:
        return f"line {row.line} of the gradebook has more cells than its header; is a quotation mark left open there?"
    if row[column.place].casefold() in EXCUSED:
        return f"the gradebook says {row[column.place]}"
    return book.locked(row)


def _entered(book: Gradebook, column: Column, grade: Grade) -> tuple[float, list[str]]:
    """The points that the platform takes, and a note where they are not the student's."""
    score = grade.score or 0.0
    if column.points is None or score <= column.points or not book.above:
        return score, []
    entered = column.points if book.above == "refused" else score
    does = {"refused": "takes no more than", "cut": "may cut them to"}[book.above]
    return entered, [
        f"{grade.student} has {points_text(score)} points; {book.platform} {does} {points_text(column.points)}."
    ]


def has_decimal_comma(book: Gradebook, column: Column) -> bool:
    """Whether numbers have a decimal comma in this file: as the column has it, else the rest of the file."""
    cells = [row.cells for row in book.table.rows[1:]]
    own = [row[column.place].value for row in cells if len(row) > column.place]
    for values in (own, [cell.value for row in cells for cell in row]):
        plain = [text.strip() for text in values if not THOUSANDS.fullmatch(text.strip())]
        commas, dots = (sum(bool(re.fullmatch(rf"\d+{sign}\d+", text)) for text in plain) for sign in (",", r"\."))
        if commas or dots:
            return commas > dots
    return False
