"""Whether a hand-in is as it was: by looking at it from outside, and by its content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.intake.names import is_ignored
from autograder.records import HandIn, Submission

DIGITS = 32
MOST = 20_000
"""How many files of one hand-in are looked at."""


def content_digest(submission: Submission) -> str:
    """A digest of the files' names and bytes: of nothing else, so that equal files are graded once."""
    digest = hashlib.sha256()
    for name, data in sorted(submission.files.items()):
        digest.update(f"{len(name)}:{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()[:DIGITS]


def stamp_of(hand_in: HandIn) -> str:
    """A digest of what is known without opening a file: people, times, names, sizes, and when they were changed."""
    where = [hand_in.path] if hand_in.path else list(hand_in.files.values())
    about = replace(hand_in, path=None, files={})
    seen = [repr(about), *hand_in.files, *(row for path in where for row in _seen(path))]
    return hashlib.sha256("\0".join(seen).encode("utf-8", "surrogateescape")).hexdigest()[:DIGITS]


def _seen(path: Path) -> Iterator[str]:
    todo, count = [str(path)], 0
    while todo and count < MOST:
        place = todo.pop()
        try:
            status = os.lstat(place)
            yield f"{place} {status.st_mode} {status.st_size} {status.st_mtime_ns}"
            if os.path.isdir(place) and not os.path.islink(place):
                todo += sorted(entry.path for entry in os.scandir(place) if not is_ignored(entry.name))
        except OSError as error:
            yield f"{place} {error.errno}"
        count += 1
