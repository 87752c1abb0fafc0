"""Which of the files are the student's work: the folder by what is in it, then a file for each name that is expected.

A folder counts for the files in it that differ from those handed out, so that neither the kit nor an untouched copy of
the skeleton is graded beside a student's own work. What else could have been meant is told, never graded in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.intake.files import File, IntakeError, shortlist
from autograder.intake.names import STAFF_FOLDERS, STAFF_MARKS, plain_name, shown
from autograder.text.plural import agreed
from autograder.text.stub import STUB_LINE

CANDIDATES = 20
"""How many folders are looked into."""
COPIES = 20
"""How many files of one name are looked into."""
MAX_SKELETON_BYTES = 1 << 16
"""A larger file is not as it was handed out."""
SAME_SECONDS = 120
"""Files as old as each other to within this: those that one program unpacked, say."""


def digest(source: bytes) -> str:
    """A digest of a file's text that no editor changes by itself: line ends, blanks at their end, a byte order mark."""
    lines = source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return hashlib.sha256(b"\n".join(line.rstrip() for line in lines).strip()).hexdigest()


@dataclass(frozen=True)
class Candidate:
    """A folder with expected files: for each name the files that may be meant, the best first."""

    folder: PurePosixPath
    files: Mapping[str, Sequence[File]]
    skeleton: Mapping[str, str]

    @cached_property
    def started(self) -> frozenset[str]:
        """The names of the files that are not as they were handed out."""
        return frozenset(name for name, files in self.files.items() if not is_untouched(name, files[0], self.skeleton))

    @property
    def newest(self) -> float:
        """When the last of the student's own files was saved."""
        return max((self.files[name][0].modified for name in self.started or self.files), default=0.0)


def is_untouched(name: str, file: File, skeleton: Mapping[str, str]) -> bool:
    """Whether a file is as it was handed out; where the skeleton is not known, whether a stub is left in it."""
    if file.size > MAX_SKELETON_BYTES:
        return False
    try:
        source = file.read()
    except IntakeError:
        return False
    return digest(source) == skeleton[name] if name in skeleton else STUB_LINE.search(source) is not None


def candidates(files: Iterable[File], expected: Sequence[str], skeleton: Mapping[str, str]) -> list[Candidate]:
    """The folders with expected files, the folder to be graded first.

    It has the most work of the student's own, or else the most files, is the newest, or lies least deep.
    """
    wanted = {name.casefold(): name for name in expected}
    meant: dict[PurePosixPath, dict[str, list[File]]] = {}
    for file in files:
        if name := wanted.get(plain_name(file.path)):
            meant.setdefault(file.path.parent, {}).setdefault(name, []).append(file)
    for names in meant.values():
        for name, several in names.items():
            several.sort(key=lambda file: (file.path.name != name, -file.modified, str(file.path)))
    found = [Candidate(folder, names, skeleton) for folder, names in meant.items()]
    if len(found) > 1:
        found.sort(key=lambda candidate: -len(candidate.files))
        found[:CANDIDATES] = sorted(found[:CANDIDATES], key=_best_first)
    return found


def _best_first(folder: Candidate) -> tuple[float, ...]:
    return -len(folder.started), -len(folder.files), -(folder.newest // SAME_SECONDS), len(folder.folder.parts)


def staff_folders(files: Iterable[File]) -> set[PurePosixPath]:
    """The folders of probes, laws and the like beside what marks a kit or staff's own folder.

    Those of a ``kit`` count as well.
    """
    paths = [file.path for file in files]
    marked = {path.parent for path in paths if path.name in STAFF_MARKS}
    parents = {parent for path in paths for parent in path.parents if parent.name in STAFF_FOLDERS}
    return {folder for folder in parents if folder.parent in marked or folder.parent.name.casefold().startswith("kit")}


def rivals(home: Candidate, others: Iterable[Candidate]) -> list[str]:
    """A sentence about the other folders with files of the same names, if there are any."""
    told = []
    for other in others:
        names = [name for name in home.files if name in other.files]
        if not names:
            continue
        if not other.started:
            what = "as handed out"
        else:
            what = shortlist(names) + (", newer" if other.newest > home.newest + SAME_SECONDS else "")
        told.append(f"{shown(other.folder) if other.folder.parts else 'the outermost folder'} ({what})")
    if not told:
        return []
    where = "the outermost folder" if not home.folder.parts else shown(home.folder)
    return [
        f"Files of the same names are in several folders. Those in {where} were graded, and those in {shortlist(told)} "
        "were not; hand in only one of these folders."
    ]


def copies(name: str, files: Sequence[File], skeleton: Mapping[str, str]) -> tuple[File, list[str]]:
    """The file that is taken for an expected name, and a sentence when that was not clear."""
    exact = [file for file in files if file.path.name == name]
    rest = [file for file in files if file.path.name != name]
    if not rest:
        return exact[0], []
    others = shortlist([shown(file.path.name) for file in rest])
    if not exact:
        taken, left = rest[0], shortlist([shown(file.path.name) for file in rest[1:]])
        also = f" The older {left} was not graded." if left else ""
        return taken, [f"{shown(taken.path.name)} was taken for {name}; name it exactly {name}.{also}"]
    if name in skeleton and is_untouched(name, exact[0], skeleton):
        for file in rest[:COPIES]:
            if not is_untouched(name, file, skeleton):
                return file, [
                    f"{shown(file.path.name)} was taken for {name}, because {name} is as it was handed out; "
                    f"name it exactly {name}."
                ]
    like = agreed(len(rest), "looks like a copy", "look like copies")
    newer = [file for file in rest if file.modified > exact[0].modified + SAME_SECONDS]
    what = f"{shown(newer[0].path.name)} is newer" if newer else f"{others} {like} of it"
    return exact[0], [f"{name} was graded, but {what}. Hand in only the file that you want graded, as {name}."]
