"""nbgrader's course folder: ``submitted/<student>/<assignment>/`` with a ``timestamp.txt``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.intake.exports.entries import ClassHandIns, listed, paths_in
from autograder.intake.names import shown
from autograder.records import HandIn, Person, SubmissionInfo
from autograder.text.moments import moment

SUBMITTED, TIMESTAMP = "submitted", "timestamp.txt"
NO_TIME = f"there is no readable {TIMESTAMP}"


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether there is a folder ``submitted``, or it is one: some student's folder of an assignment has a timestamp."""
    return any((inner / TIMESTAMP).is_file() for _, inner in _pairs(folder))


def read(folder: Path, expected: Sequence[str]) -> ClassHandIns:
    """A hand-in for each student who has a folder of the assignment: of several, the one with the expected files."""
    pairs = list(_pairs(folder))
    fitting = Counter(inner.name for _, inner in pairs if any((inner / name).exists() for name in expected))
    names = fitting or Counter(inner.name for _, inner in pairs)
    chosen = max(names, key=lambda name: (names[name], name))
    others = sorted({inner.name for _, inner in pairs} - {chosen})
    students = {student.name: student for student in _students(folder)}
    found = {student.name: inner for student, inner in pairs if inner.name == chosen}
    return ClassHandIns(
        [hand_in(name, found.get(name)) for name in students],
        listed(f"The assignment {shown(chosen)} was graded, not", [shown(name) for name in others]),
    )


def hand_in(student: str, path: Path | None) -> HandIn:
    """One student's folder of the assignment; None where there is none."""
    created = None
    if path is not None and (path / TIMESTAMP).is_file():
        with (path / TIMESTAMP).open(encoding="utf-8", errors="replace") as file:
            created = moment(file.read(200))
    return HandIn(
        student,
        student,
        (Person(id=student),),
        path,
        info=SubmissionInfo(submission=student, created=created, trouble="" if created else NO_TIME),
        trouble="" if path else "This student has no folder of the assignment.",
    )


def _students(folder: Path) -> list[Path]:
    home = folder / SUBMITTED if (folder / SUBMITTED).is_dir() else folder
    return [path for path in paths_in(home) if path.is_dir()]


def _pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each student's folder with each of the folders in it."""
    for student in _students(folder):
        yield from ((student, inner) for inner in paths_in(student) if inner.is_dir())
