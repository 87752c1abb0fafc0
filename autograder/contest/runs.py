"""Who runs bots: the sandboxes of this machine. `cluster.py` has the workers of a cluster in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.contest.trial import Trial, run_trial
from autograder.errors import MachineError
from autograder.grading.grader import payload_of
from autograder.records import Assignment, Case, Contest, Submission
from autograder.sandbox import Sandbox
from autograder.sandbox.pool import Sandboxes, each_result
from autograder.spec.slicing import sliced_once

STAFF_SECONDS = 600.0
"""How long a staff bot may take, which sets the time of all others."""
LEAST_SECONDS = 1.0
"""The least that a bot gets, however fast the staff bots are: to start takes time as well."""


class NightError(MachineError):
    """A night cannot be closed on this machine, and nothing was ranked."""


@dataclass(frozen=True)
class BotRun:
    """One bot on one case of the task with this number. ``staff`` is the bot's name where it is one of staff's."""

    submission: Submission
    task: int
    case: Case
    staff: str = ""


class Runner(Protocol):
    """Runs bots, each for as long as its machine allows: see `training_seconds`."""

    @property
    def size(self) -> int:
        """How many bots run at once."""

    @property
    def seconds(self) -> float:
        """The least time that any bot had to train, of those that ran since `measure`."""

    def measure(self, bots: Sequence[BotRun]) -> None:
        """Set the time to train by these runs of staff bots. Raises `NightError` where a staff bot fails."""

    def each(self, runs: Sequence[BotRun]) -> Iterator[tuple[int, Trial]]:
        """The number and the trial of each run, as they end. Raises `MachineError` when nobody is left to run bots."""

    def close(self) -> None:
        """Let everybody go."""


class LocalRunner:
    """Sandboxes of this machine, ``jobs`` at a time; what lies at the paths ``secrets`` no bot can read."""

    def __init__(self, assignment: Assignment, contest: Contest, secrets: Sequence[str], jobs: int) -> None:
        self._assignment, self._contest, self._secrets, self.size = assignment, contest, secrets, jobs
        self.seconds = LEAST_SECONDS
        self._sandboxes: Sandboxes | None = None

    def measure(self, bots: Sequence[BotRun]) -> None:
        """Run staff's bots here and now, so that a machine that has become slower costs nobody a rank."""
        self.seconds = training_seconds(self._contest, ((bots[number], trial) for number, trial in self.each(bots)))

    def each(self, runs: Sequence[BotRun]) -> Iterator[tuple[int, Trial]]:
        """The number and the trial of each run, as they end."""

        def work(sandbox: Sandbox, run: BotRun) -> Trial:
            return run_on(sandbox, self._assignment, self._contest, run, self.seconds)

        if runs:
            self._sandboxes = self._sandboxes or Sandboxes(self._secrets)
            yield from each_result(runs, work, self.size, self._sandboxes)

    def close(self) -> None:
        """End the sandboxes, which every run so far shared."""
        if self._sandboxes is not None:
            self._sandboxes.close()


def training_seconds(contest: Contest, measured: Iterable[tuple[BotRun, Trial]]) -> float:
    """How long a bot may train on a machine: a multiple of the slowest staff bot's time there.

    Raises `NightError` where a staff bot has no score.
    """
    slowest = 0.0
    for run, trial in measured:
        if trial.outcome != "scored":
            raise NightError(f"The staff bot {run.staff!r} has no score: {trial.why}")
        slowest = max(slowest, trial.seconds)
    return max(LEAST_SECONDS, contest.times_staff * slowest)


def run_on(sandbox: Sandbox, assignment: Assignment, contest: Contest, run: BotRun, seconds: float) -> Trial:
    """Run one bot in a sandbox, with ``seconds`` for its training unless it is staff's. Its worker knows one probe."""
    task = contest.tasks[run.task]
    whole = payload_of(assignment, run.submission)
    payload = whole.only(sliced_once("probes", tuple(whole.probes.items()), frozenset({task.probe})))
    return run_trial(sandbox, payload, task, run.case, STAFF_SECONDS if run.staff else seconds)
