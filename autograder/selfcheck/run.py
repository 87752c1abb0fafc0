"""A student's own run of the public checks, on any machine: there are no answers at home to keep."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.answers.store import Answers
from autograder.grading import time_limits
from autograder.grading.grader import Grader
from autograder.intake.handed_out import HandedOut, written_in
from autograder.intake.notes import IntakePhrases
from autograder.intake.submission import open_submission
from autograder.records import Assignment, Progress, Report, Submission, silent
from autograder.sandbox import Sandbox, ZygoteProcess
from autograder.spec import loader
from autograder.spec.cases import PUBLIC_DECK

KIT = "kit"
"""The folder beside a student's files that holds the public checks."""

ANY_TIER = "D"

AT_HOME = IntakePhrases(
    missing="This folder has no {files}. What needs {them} cannot be checked.",
    joint=", no ",
    packed="{archives} {was} not opened; put the files that are in {them} beside your others.",
    none=f"None of your files is here. They must stand beside the folder {KIT}, as they did when you unzipped it.",
)
"""At home nothing is handed in, and nothing is earned."""


def load_kit(kit: Path) -> Assignment:
    """The assignment in ``kit`` with limits that fit this machine."""
    return time_limits.scale_limits(loader.load(kit), time_limits.read(kit / time_limits.PACE_NAME))


def selfcheck(
    assignment: Assignment,
    answers: Answers,
    folder: Path,
    only: Iterable[str] = (),
    progress: Progress = silent,
    warm: ZygoteProcess | None = None,
) -> Report:
    """The verdicts of the kit's checks on the files in ``folder``; ``only`` names some of them, or questions.

    ``warm`` is a process that was started early for the sandbox.
    """
    names = (written_in(folder / KIT) or HandedOut()).names
    submission = open_submission(folder, assignment.files, phrases=AT_HOME, names=names)
    return check_submission(assignment, answers, submission, only, progress, warm)


def check_submission(
    assignment: Assignment,
    answers: Answers,
    submission: Submission,
    only: Iterable[str] = (),
    progress: Progress = silent,
    warm: ZygoteProcess | None = None,
) -> Report:
    """The verdicts of the kit's checks on files that are open already."""
    with Sandbox(least=ANY_TIER, warm=warm) as sandbox:
        return Grader(assignment, answers, sandbox).grade(submission, only, PUBLIC_DECK, progress)
