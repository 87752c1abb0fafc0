"""Digests: of the release, of what answers were frozen from, and of anything that a verdict depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.records import Assignment, Check
from autograder.sandbox.packages import versions
from autograder.spec.staff_folder import ANSWERS_NAME, DATA, MISTAKES, RELEASE_NAME, SPEC_NAME, StaffFolder

RELEASE_DIGITS, FILE_DIGITS, TEXT_DIGITS = 12, 16, 32
WORTH = {"weights", "all_or_nothing"}
"""The settings of a kind that say what its cases are worth, and nothing of their answers."""


def of_bytes(data: bytes) -> str:
    """The SHA-256 of some bytes, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def of_texts(texts: Iterable[str]) -> str:
    """A digest of several texts, whatever characters they have."""
    return of_bytes("\0".join(f"{len(text)}:{text}" for text in texts).encode())[:TEXT_DIGITS]


def release_of(path: Path) -> str:
    """Twelve hexadecimal digits that change with the spec, the probes, the laws or the answers in a folder.

    A folder that was made from an assignment holds the digits of its release in a file.
    """
    if (path / RELEASE_NAME).exists():
        return (path / RELEASE_NAME).read_text(encoding="utf-8").strip()
    folder = StaffFolder(path)
    digest = hashlib.sha256()
    for part in (
        folder.path / SPEC_NAME,
        folder.path / ANSWERS_NAME,
        *folder.modules("probes"),
        *folder.modules("laws"),
    ):
        if part.exists():
            digest.update(f"{folder.relative(part)}\0{part.stat().st_size}\0".encode() + part.read_bytes())
    return digest.hexdigest()[:RELEASE_DIGITS]


def frozen_files(folder: StaffFolder, assignment: Assignment) -> dict[str, str]:
    """A digest of each file that freezing reads, by its path in the staff folder.

    In assignment.yaml only what decides the answers counts: the seed, and how each check calls and compares. Line ends
    do not count: a checkout on Windows may change them. The versions of the packages that the assignment names count.
    """
    found = {
        folder.relative(path): of_bytes(path.read_bytes().replace(b"\r\n", b"\n"))[:FILE_DIGITS]
        for path in sorted(set(_frozen_paths(folder, assignment)))
    }
    decisive = [
        (entry.id, entry.kind, entry.probe, *filter(None, (entry.cases, entry.home_cases)), _decisive(entry.options))
        if isinstance(entry, Check)
        else (entry.id, "leaderboard", "", "", _decisive(entry.options))  # leaderboards have always counted
        for question in assignment.questions
        for entry in question.entries
    ]
    settings = (assignment.seed, decisive, *([assignment.packages] if assignment.packages else []))
    used = {f"the package {name}": version for name, version in versions(assignment.packages).items()}
    return {**found, **used, SPEC_NAME: of_bytes(repr(settings).encode())[:FILE_DIGITS]}


def _decisive(options: Any) -> dict[str, Any]:
    """The settings that somebody wrote and that decide an answer, so that a new setting leaves old answers valid."""
    return {name: value for name, value in sorted(options.written().items()) if name not in WORTH}


def _frozen_paths(folder: StaffFolder, assignment: Assignment) -> Iterator[Path]:
    for package in ("cases", "probes", "laws"):
        yield from folder.modules(package)
    yield from (folder.path / MISTAKES).glob("*.yaml")
    data = (folder.path / DATA).rglob("[!.]*")
    yield from (path for path in data if path.is_file() and "__pycache__" not in path.parts)
    yield from (path for name in assignment.files if (path := folder.path / name).is_file())
