"""A class's hand-ins, before any of them is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from autograder.records.submissions import NOT_GIVEN, Submission, SubmissionInfo

RESULT_SUFFIXES = (".csv", ".npz", ".npy")
"""Endings of files that hold results: they may be asked for, the grader reads them, and no worker gets them."""


@dataclass(frozen=True)
class Person:
    """A student, as the platform or the roster names them; what is not known is empty."""

    name: str = ""
    id: str = ""
    email: str = ""

    @property
    def called(self) -> str:
        """The name; the id or the address where the name is not known."""
        return self.name or self.id or self.email


@dataclass(frozen=True)
class HandIn:
    """One entry of a class: whose work it is, and where its files are.

    ``key`` is unique in the class and safe as a file name; ``name`` decides the deck. ``path`` is a folder, an archive
    or a file; ``files`` are single files instead, by the name that each is graded under. ``info`` is what the platform
    says of time, ``notes`` what was guessed or repaired, ``trouble`` why there is nothing to open.
    """

    key: str
    name: str
    people: tuple[Person, ...] = ()
    path: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    info: SubmissionInfo = NOT_GIVEN
    notes: tuple[str, ...] = ()
    trouble: str = ""


OpenHandIn: TypeAlias = Callable[[HandIn], Submission]
"""Opens one hand-in. Raises `IntakeError` where there is nothing to grade."""


@dataclass(frozen=True)
class ClassFolder:
    """Everything that a class handed in: the format it was taken for, its entries, and what belongs to no entry."""

    format: str
    hand_ins: tuple[HandIn, ...]
    notes: tuple[str, ...] = ()
