"""What was read of an assignment is remembered beside it, as Python keeps what it has compiled.

It holds while nothing has changed that reading depends on: the content of the spec, of the files beside it and of the
staff code, the names and times of what is in other folders, and the framework itself. Files of data are read anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import autograder
from autograder.import_path import Elsewhere
from autograder.records import Assignment
from autograder.sandbox.packages import versions
from autograder.spec.plain import ForeignValueError, from_plain, to_plain
from autograder.spec.staff_code import PACKAGES
from autograder.spec.staff_folder import ANSWERS_NAME, StaffFolder
from autograder.writers.files import write_whole

FILE = Path("__pycache__", "assignment.json")
LARGEST = 64 << 20
"""Of a larger file its size and its time are looked at."""
ROOMS = ("checks", "feedback", "records", "spec", "text")
"""The rooms of the framework that take part in reading an assignment, or whose classes are its values."""
UNUSABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""How a file tells that it is missing, damaged or another's."""


def recall(folder: StaffFolder, digest: str) -> Assignment | None:
    """The assignment as it was remembered under this digest, or None."""
    with suppress(*UNUSABLE):
        known = json.loads((folder.path / FILE).read_text(encoding="utf-8"))
        if known["digest"] == digest:
            assignment: Assignment = from_plain(known["assignment"])
            data = {name: folder.data_file(name).read_bytes() for name in known["data"]}
            if _installed(assignment):
                return replace(assignment, data=data)
    return None


def remember(folder: StaffFolder, digest: str, assignment: Assignment) -> None:
    """Remember the assignment under this digest, where Python may keep what it compiles."""
    if sys.dont_write_bytecode or digest_of(folder) != digest:  # something changed while it was read
        return
    with suppress(OSError, ForeignValueError):  # a folder that nobody may write to, or a kind with settings of its own
        plain = to_plain(replace(assignment, data={}))
        text = json.dumps({"digest": digest, "data": [*assignment.data], "assignment": plain}, separators=(",", ":"))
        place = (folder.path / FILE).parent
        place.mkdir(exist_ok=True)
        (place / ".gitignore").write_text("*\n", encoding="utf-8")  # a release is made from what is committed
        write_whole(folder.path / FILE, text.encode(), lasting=False)


def digest_of(folder: StaffFolder) -> str:
    """A digest of all that reading the assignment in a folder depends on."""
    digest = hashlib.sha256(repr((_framework(), sys.version)).encode())
    for path, whole in _looked_at(folder):
        with suppress(OSError):  # a file that nobody may read says so when it is needed
            content = _content(path, whole)
            digest.update(os.fsencode(os.path.relpath(path, folder.path)) + b"\0%d\0" % len(content) + content)
    return digest.hexdigest()


def _content(path: Path, whole: bool) -> bytes:
    """What of a file counts: its content, its size and time, or that it is there, where it is no file to read."""
    if not path.is_file():
        return b""
    if whole and (path.stat().st_size <= LARGEST or path.name == ANSWERS_NAME):
        return path.read_bytes()
    return repr(_stamp(path)).encode()


def _installed(assignment: Assignment) -> bool:
    """Whether the packages that the assignment names are still installed."""
    with Elsewhere():  # what knows the packages is imported here first
        return versions(assignment.packages).keys() == {*assignment.packages}


def _looked_at(folder: StaffFolder) -> Iterator[tuple[Path, bool]]:
    """Each file and folder that reading may look at, in order, and whether a file's content counts."""
    for path in _listed(folder.path):
        if path.name in PACKAGES:
            yield from ((found, True) for found in _below(path, set()))
        elif path.is_dir():
            yield from ((found, False) for found in _listed(path))
        else:
            yield path, True
    if folder.term.parent != folder.path:
        yield folder.term, True


def _below(folder: Path, seen: set[str]) -> Iterator[Path]:
    """Everything below a folder, also behind links, each folder once."""
    if (real := os.path.realpath(folder)) not in seen:
        seen.add(real)
        for path in _listed(folder):
            yield path
            if path.is_dir():
                yield from _below(path, seen)


def _listed(folder: Path) -> list[Path]:
    """What is in a folder, in order, without hidden names and without what Python has compiled."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name != FILE.parts[0] and not name.startswith(".")]


@cache
def _framework() -> tuple[Any, ...]:
    """What tells one state of the framework's code from another."""
    home = Path(autograder.__file__).parent
    return (
        autograder.__version__,
        *(_stamp(path) for room in ROOMS for path in sorted((home / room).glob("*.py"))),
    )


def _stamp(path: Path) -> tuple[str, int, int]:
    """A file's name, size and time, by which Python, too, knows whether what it has compiled still holds."""
    stat = path.stat()
    return path.name, stat.st_size, int(stat.st_mtime)  # an image of a machine keeps whole seconds
