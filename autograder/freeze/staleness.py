"""Which files changed since the answers were frozen, so that nobody releases stale answers.

`freeze` keeps a digest of every file it reads beside the answers. In a staff folder the digests are compared with the
current files; bundles and kits ship only the answers, so there they are not checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from autograder.answers.store import Answers
from autograder.mistakes import catalogue
from autograder.records import Assignment, Check, Leaderboard
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder

DATA = "data"
DIGITS = 16


def digests(folder: StaffFolder, assignment: Assignment) -> dict[str, str]:
    """A digest for each file that freezing reads, by its path in the staff folder.

    Only part of assignment.yaml decides the answers: the seed, and how each check calls and compares.
    """
    found = {folder.relative(path): _digest(_text(path)) for path in sorted(set(_paths(folder, assignment)))}
    entries = [_decisive(entry) for question in assignment.questions for entry in question.entries]
    return {**found, loader.SPEC_NAME: _digest(repr((assignment.seed, entries)).encode())}


def _decisive(entry: Check | Leaderboard) -> tuple[object, ...]:
    """The settings of a check that decide its answers; a leaderboard's stand among them since the first format."""
    if isinstance(entry, Leaderboard):
        return entry.id, "leaderboard", "", "", entry.options
    return entry.id, entry.kind, entry.probe, entry.cases, entry.options


def changed(folder: StaffFolder, assignment: Assignment, answers: Answers) -> list[str]:
    """The files that differ from those that ``answers`` were frozen from; none in a bundle or a kit."""
    if not folder.modules("cases"):
        return []
    now, then = digests(folder, assignment), answers.frozen_from
    return sorted(name for name in {*now, *then} if now.get(name) != then.get(name))


def _paths(folder: StaffFolder, assignment: Assignment) -> Iterator[Path]:
    for package in ("cases", "probes", "laws"):
        yield from folder.modules(package)
    yield from (folder.path / catalogue.FOLDER).glob("*.yaml")
    yield from (
        path for path in (folder.path / DATA).rglob("[!.]*") if path.is_file() and "__pycache__" not in path.parts
    )
    yield from (path for name in assignment.files if (path := folder.path / name).is_file())


def _text(path: Path) -> bytes:
    """A file's bytes with the repository's line ends, even in a checkout on Windows."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]
