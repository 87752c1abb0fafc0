"""Plain folders: an entry a student, which is a folder, an archive or a source file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from autograder.intake.exports.entries import AskedFor, ClassHandIns, inner_folders, listed, paths_in
from autograder.intake.names import is_archive, is_source, shown, without_suffix
from autograder.records import HandIn, Person, SubmissionInfo

NO_TIMES = SubmissionInfo(trouble="plain folders name no time of submission")


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether the folder is the class itself, and not one that lies around it: several folders in it tell."""
    *_, inner = inner_folders(folder, expected)
    packed = [path for path in paths_in(inner) if path.is_dir() or is_archive(PurePosixPath(path.name))]
    return inner == folder or len(packed) < 2


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each entry; the folder itself is one where the expected files lie in it."""
    if any((folder / name).is_file() for name in asked.files):
        name = folder.resolve().name
        return ClassHandIns([hand_in(name, folder)])
    inside = paths_in(folder)
    those = [path for path in inside if path.is_dir() or is_source(path.name) or is_archive(PurePosixPath(path.name))]
    others = [shown(path.name) for path in sorted({*inside} - {*those})]
    notes = listed("Neither a folder, an archive nor a source file, so not graded", others)
    if len(those) == 1 and not those[0].is_dir() and is_archive(PurePosixPath(those[0].name)):
        notes.append(f"{shown(those[0].name)} was taken for the work of one student; if a class is in it, unpack it.")
    return ClassHandIns(
        [hand_in(path.name if path.is_dir() else without_suffix(path.name), path) for path in those], notes
    )


def hand_in(name: str, path: Path) -> HandIn:
    """A hand-in of which only the name is known."""
    return HandIn(name, name, (Person(name=name),), path, info=NO_TIMES)
