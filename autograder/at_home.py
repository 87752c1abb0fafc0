"""A student's own run of the public checks, on any machine: there are no answers at home to keep. The door is `checked`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.answers import PUBLIC_DECK, Answers
from autograder.grading import Watch, grade, unwatched
from autograder.intake import open_submission
from autograder.records import Assignment, Report
from autograder.sandbox import Sandbox

KIT = "kit"
"""The folder beside a student's files that holds the public checks."""

ANY_TIER = "D"


def checked(
    assignment: Assignment, answers: Answers, folder: Path, only: Iterable[str] = (), watch: Watch = unwatched
) -> Report:
    """The verdicts of the kit's checks on the files in ``folder``; ``only`` names some of them, or questions."""
    submission = open_submission(folder, assignment.files)
    with Sandbox(least=ANY_TIER) as sandbox:
        return grade(assignment, answers, submission, sandbox, only, watch, PUBLIC_DECK)
