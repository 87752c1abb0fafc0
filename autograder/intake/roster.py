"""A roster: everybody who is in the course, from a CSV file with a heading, joined to the hand-ins on id or email.

Columns are known by their headings: a name (or first and last name), an id, an email, and, where the course has them, a
student's own due date, the time of submission, and the slip days that are left for the term.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.errors import UsageError
from autograder.intake.exports.entries import listed
from autograder.intake.names import shown
from autograder.records import ClassFolder, Person, SlipDays, SubmissionInfo
from autograder.text.delimited import DELIMITERS, UnreadableTableError, table
from autograder.text.moments import moment

MAX_BYTES = 32 << 20
FOR_EXCEL = "sep="
"""How a first line begins that tells Excel the delimiter."""
HEADINGS = {
    "name": ("name", "student", "full name", "student name", "display name"),
    "first": ("first name", "firstname", "given name"),
    "last": ("last name", "lastname", "surname", "family name"),
    "id": ("id", "sid", "student id", "sis user id", "id number", "orgdefinedid", "user id", "roster_identifier"),
    "email": ("email", "e-mail", "email address", "mail"),
    "login": ("login", "username", "sis login id", "github_username", "netid"),
    "due": ("due", "due date", "extension", "extended due date"),
    "submitted": ("submitted", "submission time", "handed in"),
    "slip_days": ("slip days left", "slip days"),
}
OWN_DUE = "the student's own due date on the roster"
NO_KEY = "has neither a column of ids nor one of email addresses; name one of them in its first line"


class RosterError(UsageError):
    """A roster that cannot be read."""


@dataclass(frozen=True)
class Student:
    """A row of the roster. ``login`` is a further name that a platform may know the student by."""

    person: Person
    login: str = ""
    due: datetime | None = None
    submitted: datetime | None = None
    slip_days: int | None = None

    @property
    def words(self) -> set[str]:
        """What a platform may call this student, in letters of one case."""
        address = self.person.email.casefold()
        words = {self.person.id.casefold(), address, address.partition("@")[0], self.login.casefold()}
        return words - {""}


def read_roster(path: Path) -> tuple[list[Student], list[str]]:
    """The students on a roster, and notes on what in it cannot be used. Raises `RosterError`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except OSError as error:
        raise RosterError(f"{shown(path)} cannot be read: {error.strerror}.") from error
    rows, columns = _table(path, data)
    students = [_student({name: row[at] for name, at in columns.items() if at < len(row)}) for row in rows[1:]]
    times = [*_unread(rows, columns.get("due"), moment), *_unread(rows, columns.get("submitted"), moment)]
    notes = listed("Times on the roster that cannot be read", times)
    days = _unread(rows, columns.get("slip_days"), _count)
    notes += listed("Slip days on the roster that are no whole numbers", days)
    return list(dict.fromkeys(one for one in students if one.words)), notes  # who is in two sections stands there twice


def _table(path: Path, data: bytes) -> tuple[list[list[str]], dict[str, int]]:
    """The roster's rows from its heading on, cut at whatever gives it a column that identifies people, and its columns.

    Raises `RosterError`.
    """
    said = NO_KEY
    for delimiter in DELIMITERS:
        try:
            found = table(data, delimiter)
        except UnreadableTableError as error:
            said = f"cannot be read: {error}"
            continue
        rows = [[_words(cell.value, found.encoding) for cell in row.cells] for row in found.rows]
        rows = [row for row in rows if any(row) and not row[0].startswith(FOR_EXCEL)]
        columns = _columns(rows[0] if rows else [])
        if "id" in columns or "email" in columns:
            return rows, columns
    raise RosterError(f"{shown(path)} {said.removesuffix('.')}.")


def _words(cell: str, encoding: str) -> str:
    """A cell on one line. What is no Unicode was saved by a spreadsheet on Windows."""
    text = cell.encode("latin-1").decode("cp1252", "replace") if encoding == "latin-1" else cell
    return " ".join(text.split())


def _unread(rows: Sequence[Sequence[str]], at: int | None, read: Callable[[str], Any]) -> list[str]:
    """The cells of a column that are not empty and cannot be read, each with the first cell of its row."""
    cells = [(row[at], row[0]) for row in rows[1:] if at is not None and at < len(row)]
    return [f"{cell} of {first}" for cell, first in cells if cell and read(cell) is None]


def join(found: ClassFolder, students: Sequence[Student]) -> tuple[ClassFolder, tuple[Person, ...]]:
    """The class with everybody named as on the roster, and those who handed nothing in.

    What does not fit together becomes a note: somebody who is not on the roster, two who share an id, one who handed in
    twice.
    """
    known: dict[str, list[Student]] = {}
    for student in students:
        for word in student.words:
            known.setdefault(word, []).append(student)
    everybody = [(one, one.people or (Person(id=one.name),)) for one in found.hand_ins]
    pairs = [(one, [(person, _student_of(person, known)) for person in people]) for one, people in everybody]
    joined = [
        replace(
            one,
            people=tuple(_merged(*pair) for pair in members),
            info=_info(one.info, [student for _, student in members if student]),
        )
        for one, members in pairs
    ]
    own = [(student, one.key) for one, members in pairs for _, student in members if student]
    strangers = [
        shown(person.name or person.id) for _, members in pairs for person, student in members if student is None
    ]
    notes = [
        *found.notes,
        *listed("Not on the roster", strangers),
        *listed("On the roster several students share", [shown(word) for word in known if len(known[word]) > 1]),
        *listed("Handed in more than once, and each was graded", _twice(own)),
    ]
    came = {id(student) for student, _ in own}
    absent = tuple(one.person for one in students if id(one) not in came)
    return replace(found, hand_ins=tuple(joined), notes=tuple(notes)), absent


def _twice(own: Sequence[tuple[Student, str]]) -> list[str]:
    keys: dict[int, list[str]] = {}
    for student, key in own:
        keys.setdefault(id(student), []).append(key)
    names = {id(student): shown(student.person.name or student.person.id) for student, _ in own}
    return [f"{names[one]} ({', '.join(those)})" for one, those in keys.items() if len(those) > 1]


def _student_of(person: Person, known: Mapping[str, Sequence[Student]]) -> Student | None:
    """The one student who is known by the person's id, email or, where a folder's name is all there is, name."""
    for word in (person.id, person.email, person.name):
        those = known.get(word.casefold(), ())
        if len(those) == 1:
            return those[0]
    return None


def _merged(person: Person, student: Student | None) -> Person:
    if student is None:
        return person
    own = student.person
    return Person(own.name or person.name, own.id or person.id, own.email or person.email)


def _info(info: SubmissionInfo, students: Sequence[Student]) -> SubmissionInfo:
    """What the platform says, with the latest of the members' own due dates, a time where the platform has none, and
    the fewest slip days that any member has left.
    """
    dues = [one.due for one in students if one.due]
    times = [one.submitted for one in students if one.submitted]
    if dues and (info.due is None or max(dues) > info.due):
        info = replace(info, due=max(dues), due_source=OWN_DUE)
    if times and info.created is None:
        info = replace(info, created=max(times), trouble="")
    left = [one.slip_days for one in students if one.slip_days is not None]
    return replace(info, slip_days=SlipDays(min(left), len(students) > 1)) if left else info


def _student(cells: Mapping[str, str]) -> Student:
    name = cells.get("name") or " ".join(word for word in (cells.get("first"), cells.get("last")) if word)
    person = Person(name, cells.get("id", ""), cells.get("email", ""))
    times = moment(cells.get("due")), moment(cells.get("submitted"))
    return Student(person, cells.get("login", ""), *times, _count(cells.get("slip_days", "")))


def _count(text: str) -> int | None:
    """A whole number of days, at least 0; None for any other text."""
    return int(text) if re.fullmatch(r"\s*[0-9]{1,4}\s*", text, re.ASCII) else None


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where each kind of column stands; the first of its kind counts."""
    words = [cell.casefold() for cell in head]
    return {kind: words.index(one) for kind, names in HEADINGS.items() for one in names[::-1] if one in words}
