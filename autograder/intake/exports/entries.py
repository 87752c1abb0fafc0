"""What all formats share: which entries of a folder count, and keys that are safe as file names and unique."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from autograder.intake.files import shortlist
from autograder.intake.names import is_ignored, oddity, shown
from autograder.records import HandIn

DEEPEST = 4
"""How many folders may lie around a class."""
UNSAFE = re.compile(r"[^\w.@+,=-]+")
LONGEST = 100
"""The most characters of a key; file systems allow 255 bytes."""
ZONE = "dates: {zone: America/Los_Angeles}"
"""How assignment.yaml names the time zone of the course's clocks."""
NO_ZONE_TO_READ_BY = f"and assignment.yaml named no zone that makes it clear, as {ZONE}, when `batch` read it"
HIDDEN = re.compile(r"\.(?!git|svn|hg|idea|vscode|ipynb_checkpoints|Trash|Spotlight|fseventsd|cache|venv|DS_Store)")
"""The names of hidden folders that no program is known to make."""


@dataclass(frozen=True)
class AskedFor:
    """What is known of an assignment before its class is read: the names of the ``files`` that are asked for, and the
    time zone of the course's clocks, such as America/Los_Angeles; empty where nobody named one.
    """

    files: Sequence[str]
    zone: str = ""


@dataclass(frozen=True)
class ClassHandIns:
    """The hand-ins of a class, their keys as the format gives them, and notes on what belongs to none."""

    hand_ins: Sequence[HandIn]
    notes: Sequence[str] = ()


def paths_in(folder: Path) -> list[Path]:
    """What a folder holds, in order of names, without what a program hid there. Links are left out."""
    with os.scandir(folder) as found:
        kept = [Path(item.path) for item in found if not is_ignored(item.name) and not item.is_symlink()]
    return sorted(kept, key=lambda path: path.name)


def not_followed(folder: Path) -> list[str]:
    """A note on what `paths_in` leaves out and somebody may have meant: links, and odd names that begin with a dot."""
    with os.scandir(folder) as found:
        inside = sorted(found, key=lambda item: item.name)
    links = [shown(item.name) for item in inside if item.is_symlink()]
    hidden = [shown(item.name) for item in inside if item.is_dir(follow_symlinks=False) and HIDDEN.match(item.name)]
    return listed("Links, which are not followed", links) + listed("Hidden folders, so not graded", hidden)


def inner_folders(folder: Path, expected: Sequence[str]) -> Iterator[Path]:
    """The folder, and the only folder in it, and so on: exports often come with a folder around."""
    for _ in range(DEEPEST):
        yield folder
        inside = paths_in(folder)
        if len(inside) != 1 or not inside[0].is_dir() or any((inside[0] / name).exists() for name in expected):
            return
        folder = inside[0]


def named_apart(hand_ins: Iterable[HandIn]) -> tuple[tuple[HandIn, ...], list[str]]:
    """The hand-ins with keys that no file system confuses, and a note where a key is not the name it comes from.

    Nobody stands among the people of one hand-in twice.
    """
    taken: set[str] = set()
    named: list[HandIn] = []
    changed: list[str] = []
    for hand_in in hand_ins:
        number, first = 1, safe_key(hand_in.key)
        key = first
        while key.casefold() in taken:
            number += 1
            key = f"{first}-{number}"
        taken.add(key.casefold())
        if key != hand_in.key:
            changed.append(f"{shown(hand_in.key)} as {key}")
        named.append(replace(hand_in, key=key, people=tuple(dict.fromkeys(hand_in.people))))
    return tuple(named), listed("Results are named otherwise for", changed)


def safe_key(name: str) -> str:
    """A name as part of a file's name on any system; where that changes it, a digest keeps it apart from others."""
    key = UNSAFE.sub("_", name).strip("_.")[:LONGEST]
    if key and key == name and not oddity(name):
        return name
    return f"{key or 'entry'}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:6]}"


def most_are_named(pattern: re.Pattern[str], paths: Collection[Path]) -> bool:
    """Whether more than half of some entries have names of one form."""
    return 2 * sum(pattern.match(path.name) is not None for path in paths) > len(paths)


def latest_of(attempts: Collection[object]) -> tuple[str, ...]:
    """A note where there were several attempts, of which the latest counts."""
    return (f"The latest of {len(attempts)} attempts was graded.",) if len(attempts) > 1 else ()


def shared_beginning(names: Iterable[str], mark: str) -> str:
    """The words, parted by a mark and each with one behind it, that all names begin with; never a name's last word."""
    words = zip(*(name.split(mark)[:-1] for name in names), strict=False)
    return "".join(same[0] + mark for same in takewhile(lambda those: len({*those}) == 1, words))


def listed(words: str, names: Sequence[str]) -> list[str]:
    """A note that names the first few; none when there are no names."""
    return [f"{words}: {shortlist(names)}."] if names else []
