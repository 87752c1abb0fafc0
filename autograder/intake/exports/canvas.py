"""Canvas' download of an assignment: flat files named ``<who>_[LATE_]<user id>_<attachment id>_<name>``.

Canvas marks the name of a further attempt's file with a number (``nn-1.py``); it loses the mark again here. Text and
link submissions come as ``…_text.html`` and ``…_link.html``, and hold nothing to grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.intake.exports.entries import AskedFor, ClassHandIns, listed, paths_in
from autograder.intake.names import shown
from autograder.records import HandIn, Person, SubmissionInfo

OWNER = r"(?:(?P<who>.*?)_)??(?P<late>LATE_)?(?P<user>\d+|anon_\w+?)"
"""The name of a student or group may end in a digit, so an underscore parts it from the id."""
FILE = re.compile(OWNER + r"_(?P<file>\d+)_(?P<name>.+)\Z", re.DOTALL)
NO_FILE = re.compile(OWNER + r"_(?P<name>(?:text|link)\.html)\Z", re.DOTALL)
FURTHER = re.compile(r"-(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=(?:\.\w+)*\Z)")
NO_TIME = "a Canvas download names no time of submission"
LATE = "Canvas marks it as late, and its download names no time of submission"
NOTHING = "It was handed in as text or as a link, which hold no files."


@dataclass(frozen=True)
class _Part:
    """One file of the download, and what its name says."""

    path: Path
    who: str
    user: str
    late: bool
    file: int | None
    name: str


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether most files are named as Canvas names them: no other platform does, and somebody may have added some."""
    inside = paths_in(folder)
    files = [path for path in inside if path.is_file()]
    return len(files) > len(inside) / 2 and 2 * sum(_part(path) is not None for path in files) > len(files)


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each user, in the order of names."""
    inside = paths_in(folder)
    parts = [(path, _part(path) if path.is_file() else None) for path in inside]
    by_user: dict[str, list[_Part]] = {}
    for _, part in parts:
        if part is not None:
            by_user.setdefault(part.user, []).append(part)
    others = [shown(path.name) for path, part in parts if part is None]
    return ClassHandIns(
        [hand_in(own) for own in by_user.values()], listed("Not named as Canvas does, so not graded", others)
    )


def _part(path: Path) -> _Part | None:
    match = NO_FILE.match(path.name) or FILE.match(path.name)
    if match is None:
        return None
    found = match.groupdict()
    file = int(found["file"]) if found.get("file") else None
    return _Part(path, found["who"] or "", found["user"], bool(found["late"]), file, found["name"])


def hand_in(parts: Sequence[_Part]) -> HandIn:
    """What one user handed in, from all that the download has of that user."""
    first = parts[0]
    real = [part for part in parts if part.file is not None]
    files, notes = _newest(real)
    late = any(part.late for part in parts)
    person = Person(name=first.who, id=first.user)
    return HandIn(
        f"{first.who}_{first.user}".strip("_"),
        first.user,
        (person,),
        files=files,
        info=SubmissionInfo(submission=first.user, trouble=LATE if late else NO_TIME),
        notes=tuple(notes),
        trouble="" if files else NOTHING,
    )


def _newest(parts: Iterable[_Part]) -> tuple[dict[str, Path], list[str]]:
    """The files by the names that the student gave them; of several with one name the attachment that came last."""
    chosen: dict[str, _Part] = {}
    for part in sorted(parts, key=lambda part: part.file or 0):
        chosen[FURTHER.sub("", part.name)] = part
    return {name: part.path for name, part in chosen.items()}, list(_repaired(chosen.items()))


def _repaired(chosen: Iterable[tuple[str, _Part]]) -> Iterator[str]:
    for name, part in chosen:
        if name != part.name:
            yield f"{shown(part.name)} was graded as {shown(name)}: Canvas numbers the files of further attempts."
