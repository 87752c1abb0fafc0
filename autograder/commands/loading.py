"""The assignment and the frozen answers that a command works on, or the sentence that says why it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.answers.store import Answers, load_answers
from autograder.commands.errors import STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.freeze.staleness import changed
from autograder.records import Assignment
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder

SHOWN = 5


def load_assignment(folder: Path) -> Assignment:
    """The assignment in ``folder``, or every problem with its place, and exit status 3."""
    with stop_on_error():
        return loader.load(folder)


def frozen_answers(folder: StaffFolder, assignment: Assignment) -> Answers:
    """The frozen answers beside the assignment."""
    with stop_on_error():
        return load_answers(folder.answers, assignment)


def fresh_answers(folder: StaffFolder, assignment: Assignment) -> Answers:
    """The frozen answers, or exit status 3 when they are not those of what stands beside them now."""
    answers = frozen_answers(folder, assignment)
    stale = stale_sentence(folder, assignment, answers)
    if stale:
        stop(stale, STAFF_SIDE_BROKEN)
    return answers


def stale_sentence(folder: StaffFolder, assignment: Assignment, answers: Answers) -> str:
    """What has changed since the answers were frozen, and what to do; empty when nothing has."""
    names = changed(folder, assignment, answers)
    if not names:
        return ""
    return f"{folder.answers} is stale: changed since it was frozen: {some(names)}. Run `autograder freeze`."


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
