"""Close a night: run what has no score yet, rank, and keep the ranking.

A night that was interrupted goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from autograder.contest.draws import STAGES, Draw, Stage, drawn
from autograder.contest.entries import Entry
from autograder.contest.ledger import ContestLedger
from autograder.contest.rankings import ranking_of
from autograder.contest.trial import Trial, run_trial
from autograder.errors import MachineError
from autograder.grading.grader import payload_of
from autograder.records import Assignment, Case, Contest, Progress
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import each_result
from autograder.spec.slicing import sliced_once

STAFF_SECONDS = 600.0
"""What a staff bot may take: it sets the time of all others."""
LEAST_SECONDS = 1.0
"""No bot gets less, however fast the staff bots are: starting up takes its time as well."""


class NightError(MachineError):
    """A night cannot be closed on this machine, and nothing was ranked."""


@dataclass(frozen=True)
class Night:
    """One closing: what is run, on how many draws, and where staff's functions and secrets are."""

    assignment: Assignment
    contest: Contest
    closes: datetime
    stage: Stage
    draws: int
    functions: Mapping[str, Callable[..., Any]]
    secrets: tuple[str, ...]
    jobs: int


@dataclass(frozen=True)
class _Task:
    entry: Entry
    draw: Draw
    seconds: float


def stages(contest: Contest, closes: datetime) -> tuple[Stage, ...]:
    """What is ranked at this close: the night, and in the last night the final as well."""
    return STAGES if closes == contest.closes[-1] else STAGES[:1]


def close(
    night: Night, ledger: ContestLedger, entries: Sequence[Entry], bots: Sequence[Entry], progress: Progress
) -> dict[str, Any]:
    """Rank the entries, and keep it. Raises `NightError` when the grader failed on a trial: close again."""
    cases = _Cases(night, ledger.secret)
    seconds = _training_seconds(night, ledger, bots, cases, progress)
    missing = missing_trials(night, ledger, entries)
    _run(night, ledger, [_Task(entry, draw, seconds) for entry, draw in missing], cases, progress)
    trials = ledger.trials(night.stage)
    found = ranking_of(night.stage, night.contest, entries, bots, trials, night.draws)
    ranking = {**found, "closes": night.closes.isoformat(), "seconds": seconds}
    ledger.keep_ranking(night.stage, night.closes.isoformat(), ranking)
    return ranking


def missing_trials(night: Night, ledger: ContestLedger, entries: Iterable[Entry]) -> list[tuple[Entry, Draw]]:
    """What has to be run before these entries can be ranked: bots that did not change have their scores."""
    known = ledger.trials(night.stage)
    places = [
        Draw(night.stage, task, number) for number in range(night.draws) for task in range(len(night.contest.tasks))
    ]
    unique = {entry.digest: entry for entry in entries}
    return [(entry, draw) for entry in unique.values() for draw in places if (entry.digest, draw) not in known]


def _training_seconds(
    night: Night, ledger: ContestLedger, bots: Sequence[Entry], cases: _Cases, progress: Progress
) -> float:
    """What a bot may train for on this machine: a multiple of the slowest staff bot's time here and now.

    Staff bots are run first, and all again on the first draw of each task, so that a machine that became slower since
    costs nobody a rank.
    """
    missing = [_Task(bot, draw, STAFF_SECONDS) for bot, draw in missing_trials(night, ledger, bots)]
    _run(night, ledger, missing, cases, progress)
    places = [Draw(night.stage, task, 0) for task in range(len(night.contest.tasks))]
    again = [_Task(bot, place, STAFF_SECONDS) for bot in bots for place in places]
    took = {bot.digest: [0.0] for bot in bots}
    for task, trial in _each(night, again, cases):
        if trial.outcome != "scored":
            raise NightError(f"The staff bot {task.entry.pseudonym!r} has no score: {trial.why}")
        took[task.entry.digest].append(trial.seconds)
    slowest = max((max(times) for times in took.values()), default=0.0)
    return max(LEAST_SECONDS, night.contest.times_staff * slowest)


def expected_seconds(night: Night, ledger: ContestLedger, trials: int) -> float:
    """How long so many trials will take on ``jobs`` sandboxes, by the median time of the trials before."""
    known = [trial.seconds for stage in STAGES for trial in ledger.trials(stage).values()]
    usual = median(known) if known else night.contest.times_staff * LEAST_SECONDS
    return trials * usual / max(1, night.jobs)


class _Cases:
    """The cases of a night, each drawn when it is first needed."""

    def __init__(self, night: Night, secret: int) -> None:
        self._night, self._secret = night, secret
        self._drawn: dict[Draw, Case] = {}

    def __getitem__(self, draw: Draw) -> Case:
        if draw not in self._drawn:
            task = self._night.contest.tasks[draw.task]
            self._drawn[draw] = drawn(draw, task, self._night.functions, self._secret)
        return self._drawn[draw]


def _run(night: Night, ledger: ContestLedger, tasks: Sequence[_Task], cases: _Cases, progress: Progress) -> None:
    """Run trials and keep each the moment it ends; those that the grader failed on are not kept."""
    broken = []
    for done, (task, trial) in enumerate(_each(night, tasks, cases), 1):
        if trial.outcome == "broken":
            broken.append(f"{task.entry.pseudonym}: {trial.why}")
        else:
            ledger.keep(task.entry.digest, task.draw, trial)
        progress(done, len(tasks), task.entry.pseudonym)
    if broken:
        said = f"The autograder itself failed on {len(broken)} of {len(tasks)} trials, first on {broken[0]}."
        raise NightError(f"{said} Nobody was ranked; run the command again, and what is done is not run twice.")


def _each(night: Night, tasks: Sequence[_Task], cases: _Cases) -> Iterable[tuple[_Task, Trial]]:
    def work(sandbox: Sandbox, task: _Task) -> Trial:
        kind = night.contest.tasks[task.draw.task]
        return run_trial(
            sandbox, _payload(night.assignment, task.entry, kind.probe), kind, cases[task.draw], task.seconds
        )

    for number, trial in each_result(tasks, work, night.jobs, night.secrets):
        yield tasks[number], trial


def _payload(assignment: Assignment, entry: Entry, probe: str) -> Payload:
    """The bot's files, and the one probe that calls it."""
    whole = payload_of(assignment, entry.submission)
    return whole.only(sliced_once("probes", tuple(whole.probes.items()), frozenset({probe})))
