"""What was read of an assignment is remembered beside it, as Python keeps what it has compiled.

It holds while nothing has changed that reading depends on: every name in the folder, the content of the spec, the staff
code and the files around them, and the framework itself. Everything else is read anew.
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
from autograder.records import Assignment
from autograder.sandbox import packages
from autograder.spec.plain import ForeignValueError, from_plain, to_plain
from autograder.spec.staff_folder import StaffFolder
from autograder.writers.files import write_whole

FILE = Path("__pycache__", "assignment.json")
READ_WHOLE = (".py", ".yaml")
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
    around = [folder.term] if folder.term.parent != folder.path else []
    for path in (*_files(folder.path), *around):
        whole = path.parent == folder.path or path.suffix in READ_WHOLE
        with suppress(OSError):  # a link that leads nowhere, or a file that nobody may read, says so when it is needed
            content = path.read_bytes() if whole else repr(_stamp(path)).encode()
            digest.update(f"{os.path.relpath(path, folder.path)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _installed(assignment: Assignment) -> bool:
    """Whether the packages that the assignment names are still installed."""
    return not assignment.packages or {packages.normalized(one) for one in assignment.packages} <= {
        *packages.installed()
    }


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder, in order, without hidden ones and without what Python has compiled."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != FILE.parts[0] and not name.startswith("."))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


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
