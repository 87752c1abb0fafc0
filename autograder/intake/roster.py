"""A roster: everybody who is in the course, from a CSV file with a heading, joined to the hand-ins on id or email.

Columns are known by their headings: a name (or first and last name), an id, an email, and, where the course has them, a
student's own due date, the time of submission, and the slip days that are left for the term. A gradebook that the
course exported will do: a student is known by each of its columns of ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from autograder.errors import UsageError
from autograder.intake.exports.entries import listed
from autograder.intake.names import shown
from autograder.records import ClassFolder, Person, SlipDays, SubmissionInfo
from autograder.text.delimited import DELIMITERS, UnreadableTableError, table
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
        "integration id",
    ),
    "email": ("email", "e-mail", "email address", "mail"),
    "login": ("login", "username", "sis login id", "github_username", "netid"),
    "due": ("due", "due date", "extension", "extended due date"),
    "submitted": ("submitted", "submission time", "handed in"),
    "slip_days": ("slip days left", "slip days"),
}  # fmt: skip
POSSIBLE = "points possible"
"""The name in a row of Canvas' gradebook that is no student's."""
UTC = "Times on the roster without an offset, read as UTC because assignment.yaml names no time zone"
OWN_DUE = "the student's own due date on the roster"
NO_KEY = "has neither a column of ids nor one of email addresses; name one of them in its first line"


class RosterError(UsageError):
    """A roster that cannot be read."""


@dataclass(frozen=True)
class Student:
    """A row of the roster. ``logins`` are further ids and names that a platform may know the student by."""

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
    def words(self) -> set[str]:
        """What a platform may call this student, in letters of one case."""
        return {*self.keys, *(word.casefold() for word in self.logins)}

    def is_also(self, other: Student) -> bool:
        """Whether another row is of the same student: they share an id or an address, and nothing tells them apart."""
        if len(self.keys) == 2 and self.keys == other.keys:
            return True
        pairs = zip(asdict(self.person).values(), asdict(other.person).values(), strict=True)
        differ = any(one and two and one.casefold() != two.casefold() for one, two in pairs)
        return not differ and bool({*self.keys} & {*other.keys})

    def with_row(self, other: Student) -> Student:
        """This student with what another row says; of two times or numbers of days the later or larger counts."""
        later = {
            name: max((one for one in (getattr(self, name), getattr(other, name)) if one is not None), default=None)
            for name in ("due", "submitted", "slip_days")
        }
        logins = tuple(dict.fromkeys((*self.logins, *other.logins)))
        return replace(self, person=_merged(other.person, self), logins=logins, **later)


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
    nobody = [shown(one.person.name) for one in students if one.person.name and not one.words]
    unknown = [name for name in nobody if name.casefold() != POSSIBLE]
    notes = listed("On the roster without an id or an email address, so joined to no submission", unknown)
    return merged_rows(one for one in students if one.words), [*oddities(rows, columns, zone), *notes]


def oddities(rows: Sequence[Sequence[str]], columns: Mapping[str, Sequence[int]], zone: str) -> list[str]:
    """Notes on the cells that cannot be read, or not surely."""

    def cells(kind: str, wanted: Callable[[str], bool]) -> list[str]:
        """The cells of a column that are not empty and of this kind, each with the first cell of its row."""
        places = [(row, at) for at in columns.get(kind, ())[:1] for row in rows[1:] if at < len(row)]
        return [f"{row[at]} of {row[0]}" for row, at in places if row[at] and wanted(row[at])]

    def is_no_time(cell: str) -> bool:
        return moment(cell) is None

    def is_vague(cell: str) -> bool:
        return not (zone or is_no_time(cell) or has_offset(cell))

    return [
        *listed("Times on the roster that cannot be read", cells("due", is_no_time) + cells("submitted", is_no_time)),
        *listed(UTC, cells("due", is_vague) + cells("submitted", is_vague)),
        *listed(
            "Slip days on the roster that are not whole numbers", cells("slip_days", lambda one: _count(one) is None)
        ),
    ]


def merged_rows(students: Iterable[Student]) -> list[Student]:
    """Each student once: who is in two sections stands on a roster twice."""
    found: list[Student] = []
    places: dict[str, list[int]] = {}
    for one in dict.fromkeys(students):
        at = next((n for key in one.keys for n in places.get(key, ()) if found[n].is_also(one)), len(found))
        if at == len(found):
            found.append(one)
        else:
            found[at] = found[at].with_row(one)
        for key in found[at].keys:
            places.setdefault(key, []).append(at)
    return found


def plain(students: Iterable[Student]) -> list[dict[str, Any]]:
    """The students as tables that JSON can hold."""
    times = ("due", "submitted")
    return [
        {**asdict(one), **{name: getattr(one, name) and getattr(one, name).isoformat() for name in times}}
        for one in students
    ]


def from_plain(tables: Iterable[Mapping[str, Any]]) -> list[Student]:
    """The students of which `plain` made these tables, also after a journey through JSON."""
    return [
        Student(
            Person(**one["person"]),
            tuple(one["logins"]),
            moment(one["due"]),
            moment(one["submitted"]),
            one["slip_days"],
        )
        for one in tables
    ]


def _table(path: Path, data: bytes) -> tuple[list[list[str]], dict[str, list[int]]]:
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


def join(found: ClassFolder, students: Sequence[Student]) -> tuple[ClassFolder, tuple[Person, ...]]:
    """The class with everybody named as on the roster, and those who handed nothing in.

    What does not fit together becomes a note: somebody who is not on the roster, two who share an id, one who handed in
    twice, and who is known by no more than the part of an address before the @.
    """
    known: dict[str, list[Student]] = {}
    locals_: dict[str, list[Student]] = {}
    for student in students:
        for word in student.words:
            known.setdefault(word, []).append(student)
        if found.format != "github":  # a login there is the student's own choice
            locals_.setdefault(student.person.email.casefold().partition("@")[0], []).append(student)
    everybody = [(one, one.people or (Person(id=one.name),)) for one in found.hand_ins]
    pairs = [(one, [(person, _student_of(person, known, locals_)) for person in people]) for one, people in everybody]
    joined = [
        replace(
            one,
            people=tuple(_merged(*pair) for pair in members),
            info=_info(one.info, [student for _, student in members if student]),
        )
        for one, members in pairs
    ]
    own = [(person, student, one.key) for one, members in pairs for person, student in members if student]
    strangers = [shown(person.called) for _, members in pairs for person, student in members if student is None]
    vague = [
        f"{shown(person.called)} as {shown(student.person.called)}"
        for person, student, _ in own
        if _student_of(person, known, {}) is None
    ]
    notes = [
        *found.notes,
        *listed("Not on the roster", strangers),
        *listed("Joined to the roster by the part of an email address before the @ alone", vague),
        *listed(
            "On the roster several students share", [shown(word) for word in known if len(_owners(word, known)) > 1]
        ),
        *listed("Handed in more than once, and each was graded", _twice([(student, key) for _, student, key in own])),
    ]
    came = {id(student) for _, student, _ in own}
    absent = tuple(one.person for one in students if id(one) not in came)
    return replace(found, hand_ins=tuple(joined), notes=tuple(notes)), absent


def _twice(own: Sequence[tuple[Student, str]]) -> list[str]:
    keys: dict[int, list[str]] = {}
    for student, key in own:
        keys.setdefault(id(student), []).append(key)
    names = {id(student): shown(student.person.called) for student, _ in own}
    return [f"{names[one]} ({', '.join(those)})" for one, those in keys.items() if len(those) > 1]


def _student_of(
    person: Person, known: Mapping[str, Sequence[Student]], parts: Mapping[str, Sequence[Student]]
) -> Student | None:
    """The one student who is known by the person's id, email or, where a folder's name is all there is, name; else the
    one whose email address begins so.
    """
    words = [word.casefold() for word in (person.id, person.email, person.name) if word]
    those = [*(_owners(word, known) for word in words), *(parts.get(word, ()) for word in words)]
    return next((one[0] for one in those if len(one) == 1), None)


def _owners(word: str, known: Mapping[str, Sequence[Student]]) -> Sequence[Student]:
    """The students who are known by a word: those whose id or address it is, before those of whom it is another id."""
    those = known.get(word, ())
    return [one for one in those if word in one.keys] or those


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


def _student(row: Sequence[str], columns: Mapping[str, Sequence[int]], zone: str) -> Student:
    cells = {kind: [row[at] for at in places if at < len(row)] for kind, places in columns.items()}
    first = {kind: those[0] for kind, those in cells.items() if those}
    name = first.get("name") or " ".join(word for word in (first.get("first"), first.get("last")) if word)
    own = next(filter(None, cells.get("id", ())), "")
    others = [*cells.get("id", ()), *cells.get("login", ())]
    return Student(
        Person(name, own, first.get("email", "")),
        tuple(dict.fromkeys(one for one in others if one and one != own)),
        local_moment(first.get("due", ""), zone),
        local_moment(first.get("submitted", ""), zone),
        _count(first.get("slip_days", "")),
    )


def local_moment(text: str, zone: str) -> datetime | None:
    """A point in time from text: without an offset, as clocks in the zone show it."""
    found = moment(text)
    if found is None or has_offset(text) or not zone:
        return found
    return moment(found.replace(tzinfo=ZoneInfo(zone)).isoformat())


def _count(text: str) -> int | None:
    """A whole number of days, at least 0; None for any other text."""
    return int(text) if re.fullmatch(r"\s*[0-9]{1,4}\s*", text, re.ASCII) else None


def _columns(head: Sequence[str]) -> dict[str, list[int]]:
    """Where the columns of each kind stand, the one that counts most first."""
    words = [cell.casefold() for cell in head]
    found = {kind: [words.index(one) for one in names if one in words] for kind, names in HEADINGS.items()}
    return {kind: places for kind, places in found.items() if places}
