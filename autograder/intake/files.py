"""What a folder or an archive holds, as files that can be graded and names of what was left out.

Folders, zips and tars come as the same `Item` values and go through the same `sift`, so that a hand-in gives the same
result however it is packed. Only what is dangerous refuses the whole: too many files, too large, or a path that leads
outside.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import UsageError
from autograder.intake.names import ENVIRONMENT_MARK, is_ignored, oddity, shown
from autograder.records import RESULT_SUFFIXES
from autograder.text.plural import agreed, counted

MAX_FILES = 2000
"""How many files may be looked at; those of virtual environments and the like are not counted."""
MAX_FILE_BYTES = 1 << 20
MAX_NOTEBOOK_BYTES = 16 << 20
"""A notebook holds its plots, too; a file with results may be as large."""
MAX_TOTAL_BYTES = 16 << 20
"""How large the graded files may be together."""
MAX_DEPTH = 12
NAMED = 5
"""How many of the files that were left out for one reason are named."""

NO_FILE = "not a regular file with one link"
MORE_THAN_ONCE = "there are several of this name in one place, and the last was taken"


class IntakeError(UsageError):
    """A hand-in that cannot be opened safely; the message is a sentence for the student."""


class PackedOtherwiseError(IntakeError):
    """An archive with a password, or packed in a way that few programs read.

    Its names can be read, its files cannot.
    """


@dataclass(frozen=True)
class Item:
    """Something that a folder or an archive holds, with its path as written there, parts separated by ``/``.

    ``modified`` is in seconds on a clock of this hand-in's own. ``read`` gives at most `most_bytes`, or raises
    `IntakeError`. ``flaw`` says why this cannot be a file to read ("a folder that cannot be opened"); empty when it
    can.
    """

    path: str
    size: int = 0
    modified: float = 0.0
    read: Callable[[], bytes] = bytes
    flaw: str = ""


@dataclass(frozen=True)
class File:
    """A regular file of the hand-in that may be graded."""

    path: PurePosixPath
    size: int
    modified: float
    read: Callable[[], bytes]


@dataclass(frozen=True)
class LeftOut:
    """A file that cannot be graded, and the reason, as it stands after "was left out:"."""

    path: str
    reason: str


def sift(items: Iterable[Item], source: str) -> tuple[list[File], list[LeftOut]]:
    """The files that may be graded, sorted by path, and what was left out. ``source`` is the hand-in's name."""
    files: dict[PurePosixPath, File] = {}
    left_out: dict[LeftOut, None] = {}
    for number, (path, item) in enumerate(_own(list(items))):
        if number == MAX_FILES:
            raise IntakeError(
                f"There are more than {MAX_FILES} files in {shown(source)}; hand in your own .py files alone."
            )
        if len(path.parts) > MAX_DEPTH + 1:
            folder = PurePosixPath(*path.parts[: MAX_DEPTH + 1])
            left_out[LeftOut(f"{folder}/", f"more than {MAX_DEPTH} folders deep")] = None
            continue
        if reason := item.flaw or oddity(path.name):
            left_out[LeftOut(str(path), reason)] = None
            continue
        if path in files:
            left_out[LeftOut(str(path), MORE_THAN_ONCE)] = None
        files[path] = File(path, item.size, item.modified, item.read)
    return [files[path] for path in sorted(files)], sorted(left_out, key=lambda item: (item.reason, item.path))


def _own(items: list[Item]) -> Iterator[tuple[PurePosixPath, Item]]:
    """The items that a student may have written: in no folder of a program's, and in no virtual environment."""
    paths = [PurePosixPath(*[part for part in item.path.split("/") if part not in ("", ".")]) for item in items]
    sources = {path.parent for path in paths if path.suffix == ".py"}
    marked = {path.parent for path in paths if path.name == ENVIRONMENT_MARK}
    environments = marked - sources - {PurePosixPath(".")}
    for path, item in zip(paths, items, strict=True):
        if path.parts and not any(map(is_ignored, path.parts)) and environments.isdisjoint(path.parents):
            yield path, item


def in_sentences(left_out: Iterable[LeftOut]) -> list[str]:
    """A sentence for each reason, with the names of what was left out for it."""
    paths: dict[str, list[str]] = {}
    for item in left_out:
        paths.setdefault(item.reason, []).append(shown(item.path))
    return [
        f"{shortlist(names)} {agreed(len(names), 'was', 'were')} left out: {reason}." for reason, names in paths.items()
    ]


def shortlist(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {counted(more, 'other')}" if more > 0 else "")


def named(path: Path) -> str:
    """The name of a file or folder, also of one that is written as ``.`` or ``..``."""
    return Path(os.path.abspath(path)).name


def open_regular(path: Path, links: int | None = 1) -> int:
    """A descriptor of a regular file; no link is followed, and a pipe or a device does not block.

    ``links`` is the largest number of names that the file may have, None for any. Raises `IntakeError`.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise IntakeError(f"{shown(path.name)} cannot be opened: {getattr(error, 'strerror', error)}.") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or (links is not None and status.st_nlink > links):
        os.close(descriptor)
        raise IntakeError(f"{shown(path.name)} is {NO_FILE}, so it was not read.")
    return descriptor


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file with one link, at most `most_bytes`."""
    with os.fdopen(open_regular(path), "rb") as file:
        return within_limit(path.name, file.read(most_bytes(path.name) + 1))


def most_bytes(name: str) -> int:
    """How large a file of this name may be."""
    return MAX_NOTEBOOK_BYTES if name.casefold().endswith((".ipynb", *RESULT_SUFFIXES)) else MAX_FILE_BYTES


def within_limit(name: str, data: bytes) -> bytes:
    """The bytes of a file. Raises `IntakeError` when they are too many."""
    if len(data) > most_bytes(name):
        raise too_large(name)
    return data


def too_large(name: str) -> IntakeError:
    """What is said of a file that is too large to be graded."""
    return IntakeError(f"{shown(name)} is larger than {most_bytes(name) >> 20} MiB, so it was not read.")
