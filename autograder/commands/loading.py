"""Load the assignment and the frozen answers; a command ends with a sentence if they cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.answers.store import Answers, load_answers
from autograder.commands.errors import STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.freeze.staleness import changed
from autograder.records import Assignment
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder

if TYPE_CHECKING:
    from autograder.spec.term import Term

SHOWN = 5


def load_assignment(folder: Path) -> Assignment:
    """The assignment in ``folder``. Ends the command with every problem in it, each with its place."""
    with stop_on_error():
        return loader.load(folder)


def frozen_answers(folder: StaffFolder, assignment: Assignment) -> Answers:
    """The frozen answers beside the assignment. Ends the command if they cannot be used."""
    with stop_on_error():
        return load_answers(folder.answers, assignment)


def fresh_answers(folder: StaffFolder, assignment: Assignment) -> Answers:
    """The frozen answers. Ends the command if the files that they were frozen from have changed since."""
    answers = frozen_answers(folder, assignment)
    if stale := stale_sentence(folder, assignment, answers):
        stop(stale, STAFF_SIDE_BROKEN)
    return answers


def stale_sentence(folder: StaffFolder, assignment: Assignment, answers: Answers) -> str:
    """Which files have changed since the answers were frozen, and what to do; empty if none has."""
    names = changed(folder, assignment, answers)
    if not names:
        return ""
    return f"{folder.answers} is stale: changed since it was frozen: {file_list(names)}. Run `autograder freeze`."


def term_of(folder: StaffFolder, assignment: Assignment) -> Term | None:
    """The term's slip days, where the late policy asks for them. Ends the command if they cannot be used."""
    if assignment.late is None or not assignment.late.term:
        return None
    from autograder.spec.term import read_term

    with stop_on_error():
        return read_term(folder)


def file_list(names: Sequence[str]) -> str:
    """The first few names, and the number of others."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
