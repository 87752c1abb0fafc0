"""Many submissions graded at once, with a ledger of what is known already. The door is `graded`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.answers.store import Answers
from autograder.grading import grader
from autograder.grading.cache import Keys, Ledger, remembering
from autograder.records import Assignment, Report, Submission
from autograder.sandbox import Sandbox
from autograder.sandbox.pool import Progress, map_tasks
from autograder.spec.staff_folder import StaffFolder

WITHOUT_HURRY = 3600.0
"""Seconds for one submission: a proof is not what the platform's limit is for."""


@dataclass(frozen=True)
class Bench:
    """All that a proof grades with."""

    folder: StaffFolder
    assignment: Assignment
    answers: Answers
    ledger: Ledger
    keys: Keys
    jobs: int
    progress: Progress


@dataclass(frozen=True)
class Grading:
    """One submission in one deck, on the questions or checks in ``only``."""

    submission: Submission
    deck: int
    only: tuple[str, ...] = ()


def graded(bench: Bench, gradings: Sequence[Grading]) -> list[Report]:
    """The report of each, in order."""
    assignment = replace(bench.assignment, total_seconds=WITHOUT_HURRY)

    def work(sandbox: Sandbox, one: Grading) -> Report:
        examine = remembering(bench.ledger, bench.keys, one.deck)
        return grader.grade(
            assignment, bench.answers, one.submission, sandbox, one.only, deck=one.deck, examine=examine
        )

    return map_tasks(gradings, work, bench.jobs, bench.progress, lambda one: one.submission.name)
