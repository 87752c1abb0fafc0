"""A roster: everybody who is in the course, from a CSV file with a heading.

Columns are known by their headings: a name (or first and last name), an id, an email, and, where the course has them, a
student's own due date, the time of submission, and the slip days that are left for the term. A gradebook that the
course exported will do: a student is known by each of its columns of ids, and by each email address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from autograder.errors import UsageError
from autograder.intake.exports.entries import listed
from autograder.intake.names import shown
from autograder.records import Person
from autograder.text.delimited import tables
from autograder.text.moments import has_offset, moment

MAX_BYTES = 32 << 20
FOR_EXCEL = "sep="
"""How a first line begins that tells Excel the delimiter."""
HEADINGS = {
    "name": ("name", "student", "full name", "student name", "display name"),
    "first": ("first name", "firstname", "given name"),
    "last": ("last name", "lastname", "surname", "family name"),
    "id": (
        "id", "sid", "student id", "sis user id", "id number", "orgdefinedid", "user id", "roster_identifier",
        "integration id", "identifier",
    ),
    "email": ("email", "e-mail", "email address", "mail"),
    "login": ("login", "username", "sis login id", "github_username", "netid"),
    "due": ("due", "due date", "extension", "extended due date"),
    "submitted": ("submitted", "submission time", "handed in"),
    "slip_days": ("slip days left", "slip days"),
}  # fmt: skip
POSSIBLE = "points possible"
"""The name in a row of Canvas' gradebook that stands for no student."""
UTC = "Times on the roster without an offset, read as UTC because assignment.yaml names no time zone"
NO_TIMES = "Times on the roster that cannot be read, so not used; write them as 2026-11-20 23:59 -0800"
NO_KEY = "has neither a column of ids nor one of email addresses; name one of them in its first line: id or email"
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'|]+@[^\s<>()\[\],;:\"'|]+")
ABOUT_ADDRESSES = re.compile(r"[^,;\t|]*\be-?mail\b[^,;\t|]*\Z")
"""What a heading says of a further column of addresses: Email 2, secondary e-mail."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction and the like, which come along when text is copied, and which nobody sees around it."""
EXCELS_TEXT = re.compile(r'="?(.*?)"?\Z', re.DOTALL)
"""How a spreadsheet is told that digits are text."""
BEFORE_AN_ID = re.compile(r"\A(#|participant )\s*", re.IGNORECASE)
"""What Brightspace and Moodle write before an id."""
NO_NUMBER = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
"""A long number after a spreadsheet has shortened it."""


class RosterError(UsageError):
    """A roster that cannot be read."""


@dataclass(frozen=True)
class Student:
    """A row of the roster. ``logins`` are further ids and names by which a platform may know the student."""

    person: Person
    logins: tuple[str, ...] = ()
    due: datetime | None = None
    submitted: datetime | None = None
    slip_days: int | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The id and the email address, in letters of one case."""
        return tuple(word.casefold() for word in (self.person.id, self.person.email) if word)

    @property
    def addresses(self) -> set[str]:
        """Every email address, in letters of one case."""
        return {word.casefold() for word in (self.person.email, *self.logins) if "@" in word}

    @property
    def words(self) -> set[str]:
        """What a platform may call this student, in letters of one case."""
        return {*self.keys, *(word.casefold() for word in self.logins)}

    def is_also(self, other: Student) -> bool:
        """Whether another row is of the same student: they share an id or an address, and nothing tells them apart."""
        if len(self.keys) == 2 and self.keys == other.keys:
            return True
        pairs = zip(asdict(self.person).values(), asdict(other.person).values(), strict=True)
        differ = any(own and its and own.casefold() != its.casefold() for own, its in pairs)
        return not differ and bool({*self.keys} & {*other.keys})

    def with_row(self, other: Student) -> Student:
        """This student with what another row says; of two times or numbers of days the later or larger counts."""
        later = {
            name: max(
                (value for value in (getattr(self, name), getattr(other, name)) if value is not None), default=None
            )
            for name in ("due", "submitted", "slip_days")
        }
        logins = tuple(dict.fromkeys((*self.logins, *other.logins)))
        return replace(self, person=self.described(other.person), logins=logins, **later)

    def described(self, person: Person) -> Person:
        """A person with what the roster says of this student, where it says anything."""
        own = self.person
        return Person(own.name or person.name, own.id or person.id, own.email or person.email)


def read_roster(path: Path, zone: str = "") -> tuple[list[Student], list[str]]:
    """The students on a roster, and notes on what in it cannot be used. Raises `RosterError`.

    Times without an offset are those of clocks in ``zone``, such as America/Los_Angeles; without a zone, of UTC.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except OSError as error:
        raise RosterError(f"{shown(path)} cannot be read: {error.strerror}.") from error
    rows, columns = _table(path, data)
    students = [_student(row, columns, zone) for row in rows[1:]]
    nobody = [shown(student.person.name) for student in students if student.person.name and not student.words]
    unknown = [name for name in nobody if name.casefold() != POSSIBLE]
    notes = listed("On the roster without an id or an email address, so joined to no submission", unknown)
    return merged_rows(student for student in students if student.words), [*oddities(rows, columns, zone), *notes]


def oddities(rows: Sequence[Sequence[str]], columns: Mapping[str, Sequence[int]], zone: str) -> list[str]:
    """Notes on the cells that cannot be read, or not surely."""

    def cells(kind: str, wanted: Callable[[str], bool]) -> list[str]:
        """The cells of a kind that are wanted, each with the first of its row; of times the first column counts."""
        used = columns.get(kind, ()) if kind == "id" else columns.get(kind, ())[:1]
        places = [(row, at) for at in used for row in rows[1:] if at < len(row)]
        return [f"{row[at]} of {row[0]}" for row, at in places if row[at] and wanted(row[at])]

    def is_no_time(cell: str) -> bool:
        return moment(cell, zone) is None

    def is_vague(cell: str) -> bool:
        return not (zone or is_no_time(cell) or has_offset(cell))

    return [
        *listed(NO_TIMES, cells("due", is_no_time) + cells("submitted", is_no_time)),
        *listed(UTC, cells("due", is_vague) + cells("submitted", is_vague)),
        *listed("Ids on the roster that a spreadsheet has shortened", cells("id", _is_shortened)),
        *listed(
            "Slip days on the roster that are not whole numbers", cells("slip_days", lambda cell: _count(cell) is None)
        ),
    ]


def merged_rows(students: Iterable[Student]) -> list[Student]:
    """Each student once: a student in two sections stands on a roster twice."""
    merged: list[Student] = []
    places: dict[str, list[int]] = {}
    for student in dict.fromkeys(students):
        at = next((n for key in student.keys for n in places.get(key, ()) if merged[n].is_also(student)), len(merged))
        if at == len(merged):
            merged.append(student)
        else:
            merged[at] = merged[at].with_row(student)
        for key in merged[at].keys:
            places.setdefault(key, []).append(at)
    return merged


def plain(students: Iterable[Student]) -> list[dict[str, Any]]:
    """The students as tables that JSON can hold."""
    times = ("due", "submitted")
    return [
        {**asdict(student), **{name: getattr(student, name) and getattr(student, name).isoformat() for name in times}}
        for student in students
    ]


def from_plain(tables: Iterable[Mapping[str, Any]]) -> list[Student]:
    """The students of which `plain` made these tables, also after a journey through JSON."""
    return [
        Student(
            Person(**row["person"]),
            tuple(row["logins"]),
            moment(row["due"]),
            moment(row["submitted"]),
            row["slip_days"],
        )
        for row in tables
    ]


def _table(path: Path, data: bytes) -> tuple[list[list[str]], dict[str, list[int]]]:
    """The roster's rows, from its heading on, and the places of its columns. Raises `RosterError`.

    The delimiter is the first that gives a column of ids or addresses.
    """
    candidates, troubles = tables(data)
    for parsed in candidates:
        rows = [[_words(cell.value, parsed.encoding) for cell in row.cells] for row in parsed.rows]
        rows = [row for row in rows if any(row) and not row[0].startswith(FOR_EXCEL)]
        columns = _columns(rows[0] if rows else [])
        if "id" in columns or "email" in columns:
            return rows, columns
    trouble = f"cannot be read: {troubles[-1]}" if troubles else NO_KEY
    raise RosterError(f"{shown(path)} {trouble.removesuffix('.')}.")


def _words(cell: str, encoding: str) -> str:
    """A cell on one line. Text that is not Unicode was saved by a spreadsheet on Windows."""
    text = cell.encode("latin-1").decode("cp1252", "replace") if encoding == "latin-1" else cell
    return " ".join(text.strip(INVISIBLE).split())


def _student(row: Sequence[str], columns: Mapping[str, Sequence[int]], zone: str) -> Student:
    cells = {kind: [row[at] for at in places if at < len(row)] for kind, places in columns.items()}
    first = {kind: values[0] for kind, values in cells.items() if values}
    name = first.get("name") or " ".join(word for word in (first.get("first"), first.get("last")) if word)
    ids = list(filter(None, map(_id, cells.get("id", ()))))
    addresses = [address for cell in cells.get("email", ()) for address in ADDRESS.findall(cell)]
    person = Person(name, ids[0] if ids else "", addresses[0] if addresses else "")
    others = dict.fromkeys((*ids, *filter(None, map(_id, cells.get("login", ()))), *addresses))
    return Student(
        person,
        tuple(login for login in others if login not in (person.id, person.email)),
        moment(first.get("due", ""), zone),
        moment(first.get("submitted", ""), zone),
        _count(first.get("slip_days", "")),
    )


def _is_shortened(cell: str) -> bool:
    return NO_NUMBER.fullmatch(cell) is not None


def _id(cell: str) -> str:
    """An id without what a spreadsheet, Brightspace and Moodle write around it: ="0123" is 0123, and so are #0123 and
    Participant 0123.
    """
    text = EXCELS_TEXT.match(cell)
    return BEFORE_AN_ID.sub("", text[1] if text else cell)


Owners: TypeAlias = "Mapping[str, Sequence[Student]]"
"""Students by a word that they are known by."""


def owners(students: Iterable[Student], words: Callable[[Student], Iterable[str]]) -> Owners:
    """The students by each of their words."""
    found: dict[str, list[Student]] = {}
    for student in students:
        for word in words(student):
            found.setdefault(word, []).append(student)
    return found


def _count(text: str) -> int | None:
    """A whole number of days, at least 0; None for any other text."""
    return int(text) if re.fullmatch(r"\s*[0-9]{1,4}\s*", text, re.ASCII) else None


def _columns(head: Sequence[str]) -> dict[str, list[int]]:
    """Where the columns of each kind stand, the one that counts most first."""
    words = [cell.casefold() for cell in head]
    found = {
        kind: [place for name in names for place, word in enumerate(words) if word == name]
        for kind, names in HEADINGS.items()
    }
    found["email"] += [n for n, word in enumerate(words) if ABOUT_ADDRESSES.match(word) and n not in found["email"]]
    return {kind: places for kind, places in found.items() if places}
