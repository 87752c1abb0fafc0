"""Grade many submissions in parallel, and remember the verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from autograder.answers.store import Answers
from autograder.grading import time_limits
from autograder.grading.cache import VerdictCache, cached_run_check
from autograder.grading.cache_keys import Keys
from autograder.grading.grader import Grader
from autograder.grading.time_limits import Calibration
from autograder.records import Assignment, Check, Progress, Report, Submission
from autograder.sandbox import Sandbox
from autograder.sandbox.pool import Sandboxes, map_tasks
from autograder.spec.staff_folder import StaffFolder

TOTAL_SECONDS = 3600.0
"""For one submission: the platform's limit does not matter to a proof."""


@dataclass(frozen=True)
class ProofContext:
    """Everything that all parts of a proof share: what they grade with, the cache, and the number of sandboxes.

    Where there are ``sandboxes``, all parts use them; else each starts its own.
    """

    folder: StaffFolder
    assignment: Assignment
    answers: Answers
    cache: VerdictCache
    keys: Keys
    jobs: int
    progress: Progress
    sandboxes: Sandboxes | None = None

    @cached_property
    def calibration(self) -> Calibration | None:
        """What each check took of the reference when the answers were frozen; None where that is not known."""
        return time_limits.read(self.folder.path / time_limits.PACE_NAME)

    def cost(self, check: Check) -> float:
        """The processor seconds that a check took of the reference; 0 where they are not known."""
        return self.calibration.checks.get(check.id, 0.0) if self.calibration else 0.0


@dataclass(frozen=True)
class Job:
    """One submission on one deck; ``only`` names questions or checks, and is empty for all of them."""

    submission: Submission
    deck: int
    only: tuple[str, ...] = ()


def grade_all(context: ProofContext, jobs: Sequence[Job]) -> list[Report]:
    """The report of each job, in order."""
    assignment = replace(context.assignment, total_seconds=TOTAL_SECONDS)

    def work(sandbox: Sandbox, job: Job) -> Report:
        run_check = cached_run_check(context.cache, context.keys, job.deck)
        grader = Grader(assignment, context.answers, sandbox, run_check)
        return grader.grade(job.submission, job.only, job.deck)

    return map_tasks(jobs, work, context.jobs, context.progress, lambda job: job.submission.name, context.sandboxes)
