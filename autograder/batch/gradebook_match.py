"""Whose row is it? Students are found in a gradebook by what identifies them, never by their name alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.batch.class_results import GradedSubmission
from autograder.batch.gradebook_formats import Gradebook, points_text
from autograder.intake.roster import BEFORE_AN_ID, Owners, Student, owners
from autograder.records import Person
from autograder.text.people import may_be_one

Held = tuple[str, str]
"""A student for whom nothing is entered, and why."""


@dataclass(frozen=True)
class Grade:
    """One student's points. ``ids`` are what identifies the student: a number, a login, an e-mail address. ``logins``
    are what else the roster knows the student by, which counts where the gradebook has none of the ``ids``.

    ``out_of`` is 0 for extra points, which fit a column whatever it is out of.
    ``score`` is None where there is nothing to enter, and ``why`` says why.
    """

    name: str
    ids: tuple[str, ...]
    score: float | None
    out_of: float
    why: str = ""
    logins: tuple[str, ...] = ()

    @property
    def student(self) -> str:
        """The student, told apart from others of that name."""
        return f"{self.name} ({self.ids[0]})" if self.ids and self.ids[0] != self.name else self.name


@dataclass(frozen=True)
class Match:
    """The grade of each row that gets one, the students for whom nothing is entered, and those without a row."""

    rows: Mapping[int, Grade]
    held: tuple[Held, ...]
    strangers: tuple[str, ...]


def grades_of(submissions: Iterable[GradedSubmission], students: Iterable[Student] = ()) -> list[Grade]:
    """A grade for each person of each submission; where no person is known but by the folder's name, the key may be the
    student's id. The ``students`` are those on the roster.
    """
    known = owners(students, lambda student: student.keys)
    return [grade for graded in submissions for grade in _grades(graded, known)]


def _grades(graded: GradedSubmission, known: Owners) -> Iterator[Grade]:
    why = "" if graded.score is not None else f"the submission is {graded.outcome}"
    if not graded.people or graded.people == (Person(graded.key),):
        yield Grade(graded.key, (graded.key,), graded.score, graded.out_of, why)
        return
    for person in graded.people:
        ids = tuple(dict.fromkeys(text for text in (person.id, person.email) if text))
        rows = [known.get(text.casefold(), ()) for text in ids]
        logins = next((those[0].logins for those in rows if len(those) == 1), ())
        yield Grade(person.called or graded.key, ids, graded.score, graded.out_of, why, logins)


def match(book: Gradebook, grades: Sequence[Grade]) -> Match:
    """Give each grade to its row. Whatever leaves a doubt is held: two rows for a student, two scores for a row."""
    where: dict[str, set[int]] = {}
    for place in book.students:
        for key in {_key(book.table.rows[place][column]) for column in book.ids} - {""}:
            where.setdefault(key, set()).add(place)
    candidates: dict[int, list[Grade]] = {}
    held: list[Held] = []
    strangers: list[str] = []
    for grade in grades:
        sure, more = ([key for key in map(_key, ids) if key in where] for ids in (grade.ids, grade.logins))
        keys = sure or more
        places = {place for key in keys for place in where[key]}
        if not places:
            strangers.append(grade.student)
        elif doubt := _doubt(book, grade, keys, sorted(places)):
            held.append((grade.student, doubt))
        else:
            candidates.setdefault(places.pop(), []).append(grade)
    rows: dict[int, Grade] = {}
    for place, found in candidates.items():
        if len({(grade.score, grade.why) for grade in found}) > 1:
            scores = ", ".join("none" if grade.score is None else points_text(grade.score) for grade in found)
            held.append((found[0].student, f"there are {len(found)} submissions with different points ({scores})"))
        else:
            rows[place] = found[0]
    return Match(rows, tuple(held), tuple(strangers))


def _doubt(book: Gradebook, grade: Grade, keys: Sequence[str], places: Sequence[int]) -> str:
    """Why these rows may not be the student's; empty when there is no doubt.

    An e-mail address leaves none, and where we know no name there is none to compare.
    """
    if len(places) > 1:
        return f"lines {', '.join(str(book.table.rows[place].line) for place in places)} of the gradebook have their id"
    parts = [book.table.rows[places[0]][column] for column in book.names]
    nameless = grade.name in grade.ids
    if not nameless and not any("@" in key for key in keys) and not may_be_one(parts, grade.name):
        return f"the gradebook gives their id to {' '.join(parts)!r}"
    return ""


def _key(text: str) -> str:
    """An id as it is compared."""
    return BEFORE_AN_ID.sub("", text.strip().casefold())
