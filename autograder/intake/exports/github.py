"""GitHub Classroom's clones: ``<slug>-submissions/<slug>-<user>/``, with or without the classroom's list of grades.

The list is grades.csv where gh wrote it; what the website gives or a spreadsheet saves has another name or delimiter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.intake.exports.entries import AskedFor, ClassHandIns, listed, paths_in, shared_beginning
from autograder.intake.names import shown
from autograder.records import HandIn, Person, SubmissionInfo
from autograder.text.delimited import tables
from autograder.text.moments import moment

GRADES = "grades.csv"
COLUMNS = {"github_username", "student_repository_name"}
SUFFIX = "-submissions"
NO_GRADES = "no grades.csv of GitHub Classroom names a time of submission for it"
UNREADABLE = f"the time of submission in {GRADES} cannot be read"
MAX_BYTES = 32 << 20


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether most folders are clones, or the classroom's grades.csv is there, or the folder is named as gh does."""
    folder = _clones(folder)
    inside = paths_in(folder)
    folders = [path for path in inside if path.is_dir()]
    if 2 * len(folders) <= len(inside):
        return False
    clones = sum((path / ".git").exists() for path in folders)
    return folder.name.endswith(SUFFIX) or 2 * clones > len(folders) or bool(_rows(folder))


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each repository; several rows with one repository are a group."""
    folder = _clones(folder)
    folders = {path.name: path for path in paths_in(folder) if path.is_dir()}
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in _rows(folder):
        rows.setdefault(row.get("student_repository_name") or "", []).append(row)
    shared = shared_beginning(folders, "-") if len(folders) > 1 else ""
    slug = f"{folder.name.removesuffix(SUFFIX)}-" if folder.name.endswith(SUFFIX) else shared
    hand_ins = [_hand_in(name, path, rows.get(name, ()), slug) for name, path in folders.items()]
    without = [name for name in rows if name and name not in folders]
    hand_ins += [_hand_in(name, None, rows[name], slug) for name in without]
    unknown = [shown(name) for name in folders if name not in rows]
    unclear = [shown(one.key) for one in hand_ins if one.info.trouble == UNREADABLE]
    return ClassHandIns(
        hand_ins,
        [
            *listed(f"{GRADES} names repositories that were not cloned", [shown(name) for name in without]),
            *(listed(f"Repositories that {GRADES} does not name", unknown) if rows else []),
            *listed(f"{GRADES} has no readable time of submission for", unclear),
        ],
    )


def _clones(folder: Path) -> Path:
    """The folder that gh cloned into, where grades.csv was written beside it."""
    folders = [path for path in paths_in(folder) if path.is_dir()]
    return folders[0] if len(folders) == 1 and folders[0].name.endswith(SUFFIX) else folder


def _hand_in(name: str, path: Path | None, rows: Sequence[Mapping[str, str]], slug: str) -> HandIn:
    user = name.removeprefix(slug)
    people = tuple(Person(name=row.get("roster_identifier") or "", id=row.get("github_username") or "") for row in rows)
    stamps = [stamp for row in rows if (stamp := row.get("submission_timestamp"))]
    times = [time for time in map(moment, stamps) if time]
    trouble = UNREADABLE if stamps else NO_GRADES
    return HandIn(
        name,
        name,
        people or (Person(name=user, id=user),),
        path,
        info=SubmissionInfo(submission=name, created=max(times, default=None), trouble="" if times else trouble),
        trouble="" if path else "This repository was not cloned.",
    )


def _rows(folder: Path) -> list[Mapping[str, str]]:
    """The rows of the classroom's list in the folder or beside it; none where there is only another file."""
    for path in (*_tables(folder), *_tables(folder.parent)):
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES)
        except OSError:
            continue
        for candidate in tables(data)[0]:
            head, *rows = [[cell.value for cell in row.cells] for row in candidate.rows] or [[]]
            if set(head) >= COLUMNS:
                return [dict(zip(head, row, strict=False)) for row in rows]
    return []


def _tables(folder: Path) -> list[Path]:
    """The tables in a folder, the one that has gh's own name first."""
    found = [path for path in paths_in(folder) if path.suffix.casefold() == ".csv" and path.is_file()]
    return sorted(found, key=lambda path: path.name != GRADES)
