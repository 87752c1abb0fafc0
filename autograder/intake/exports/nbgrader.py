"""nbgrader's course folder: ``submitted/<student>/<assignment>/`` with a ``timestamp.txt``.

nbgrader writes the name of its time zone behind the time, as in ``2026-03-01 23:59:00.000000 PDT``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.intake.exports.entries import NO_ZONE_TO_READ_BY, ZONE, AskedFor, ClassHandIns, listed, paths_in
from autograder.intake.names import shown
from autograder.records import HandIn, Person, SubmissionInfo
from autograder.text.encodings import beginning
from autograder.text.moments import moment, unclear_zone

SUBMITTED, TIMESTAMP = "submitted", "timestamp.txt"
MOST = 200
NO_TIME = f"there is no readable {TIMESTAMP}"
SEVERAL = f", the time zone in {TIMESTAMP}, may mean several, {NO_ZONE_TO_READ_BY}"
UNREADABLE = (
    "Times of submission that may mean several times or none, so that lateness is unknown; write an offset such as "
    f"-0800 in place of the zone's name there, or name the zone in assignment.yaml, as {ZONE}, and run `batch` again"
)


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether there is a folder ``submitted``, or it is one: some student's folder of an assignment has a timestamp."""
    return any((inner / TIMESTAMP).is_file() for _, inner in _pairs(folder))


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each student who has a folder of the assignment: of several, the one with the expected files."""
    pairs = list(_pairs(folder))
    fitting = Counter(inner.name for _, inner in pairs if any((inner / name).exists() for name in asked.files))
    names = fitting or Counter(inner.name for _, inner in pairs)
    chosen = max(names, key=lambda name: (names[name], name))
    others = sorted({inner.name for _, inner in pairs} - {chosen})
    found = {student.name: inner for student, inner in pairs if inner.name == chosen}
    stamps = {student: beginning(path / TIMESTAMP, MOST).strip() for student, path in found.items()}
    unread = [
        f"{student}/{chosen}/{TIMESTAMP} ({stamp})"
        for student, stamp in stamps.items()
        if stamp and moment(stamp, asked.zone) is None
    ]
    return ClassHandIns(
        [hand_in(one.name, found.get(one.name), stamps.get(one.name, ""), asked.zone) for one in _students(folder)],
        [
            *listed(f"The assignment {shown(chosen)} was graded, not", [shown(name) for name in others]),
            *listed(UNREADABLE, [shown(one) for one in unread]),
        ],
    )


def hand_in(student: str, path: Path | None, stamp: str, zone: str) -> HandIn:
    """One student's folder of the assignment, None where there is none, and what its time stamp says."""
    created = moment(stamp, zone)
    name = unclear_zone(stamp)
    trouble = f"{name}{SEVERAL}" if name else NO_TIME
    return HandIn(
        student,
        student,
        (Person(id=student),),
        path,
        info=SubmissionInfo(submission=student, created=created, trouble="" if created else trouble),
        trouble="" if path else "This student has no folder of the assignment.",
    )


def _students(folder: Path) -> list[Path]:
    home = folder / SUBMITTED if (folder / SUBMITTED).is_dir() else folder
    return [path for path in paths_in(home) if path.is_dir()]


def _pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each student's folder with each of the folders in it."""
    for student in _students(folder):
        yield from ((student, inner) for inner in paths_in(student) if inner.is_dir())
