"""Find and open the hand-ins of a class: apart from `loading`, because a student's own check needs no skeleton."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from autograder.batch.similarity_class import told_apart
from autograder.intake.exports import FORMATS, UNPACKED, read_class
from autograder.intake.submission import open_hand_in
from autograder.records import Assignment, HandIn, Submission
from autograder.release.handed_out import handed_out
from autograder.spec.staff_folder import StaffFolder

format_option = click.option(
    "--format",
    "format_name",
    default="",
    help=f"What WHERE is: {', '.join(known.name for known in FORMATS)} (default: what it looks like).",
)


def earlier_classes(archives: Sequence[Path], expected: Sequence[str], out: Path) -> list[HandIn]:
    """The hand-ins of earlier terms, told apart where there are several; zips are unpacked into ``out``."""
    return told_apart([(path, read_class(path, expected, out / UNPACKED).hand_ins) for path in archives])


def opener(folder: StaffFolder, assignment: Assignment) -> Callable[[HandIn], Submission]:
    """How the hand-ins of a class are opened: as for grading, with what students were handed known."""
    known = handed_out(folder, assignment)
    return lambda hand_in: open_hand_in(hand_in, assignment.files, known)
