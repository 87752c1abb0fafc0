"""Close a night: run what has no score yet, rank, and keep the ranking.

A night that was interrupted goes on where it stopped. Staff's bots are run first, because they set the time of all
others.
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
from autograder.contest.runs import LEAST_SECONDS, BotRun, NightError, Runner
from autograder.records import Case, Contest, Progress


@dataclass(frozen=True)
class Night:
    """One closing: what is run and by whom, on how many draws, and staff's functions that draw cases."""

    contest: Contest
    closes: datetime
    stage: Stage
    draws: int
    functions: Mapping[str, Callable[..., Any]]
    runner: Runner


def stages(contest: Contest, closes: datetime) -> tuple[Stage, ...]:
    """What is ranked at this close: the night, and in the last night the final as well."""
    return STAGES if closes == contest.closes[-1] else STAGES[:1]


def close(
    night: Night, ledger: ContestLedger, entries: Sequence[Entry], bots: Sequence[Entry], progress: Progress
) -> dict[str, Any]:
    """Rank the entries, and keep it. Raises `NightError` when the grader failed on a trial: close again."""
    cases = _Cases(night, ledger.secret)
    first = [Draw(night.stage, task, 0) for task in range(len(night.contest.tasks))]
    night.runner.measure([_staff_run(bot, draw, cases) for draw in first for bot in bots])
    of_staff = [(bot, draw, _staff_run(bot, draw, cases)) for bot, draw in missing_trials(night, ledger, bots)]
    _run(night, ledger, of_staff, progress)
    missing = missing_trials(night, ledger, entries)
    runs = [(entry, draw, BotRun(entry.submission, draw.task, cases[draw])) for entry, draw in missing]
    _run(night, ledger, runs, progress)
    trials = ledger.trials(night.stage)
    ranked = ranking_of(night.stage, night.contest, entries, bots, trials, night.draws)
    ranking = {**ranked, "closes": night.closes.isoformat(), "seconds": night.runner.seconds}
    ledger.keep_ranking(night.stage, night.closes.isoformat(), ranking)
    return ranking


def missing_trials(night: Night, ledger: ContestLedger, entries: Iterable[Entry]) -> list[tuple[Entry, Draw]]:
    """The trials that are missing before these entries can be ranked; bots that did not change keep their scores."""
    known = ledger.trials(night.stage)
    places = [
        Draw(night.stage, task, number) for number in range(night.draws) for task in range(len(night.contest.tasks))
    ]
    unique = {entry.digest: entry for entry in entries}
    return [(entry, draw) for entry in unique.values() for draw in places if (entry.digest, draw) not in known]


def expected_seconds(night: Night, ledger: ContestLedger, trials: int) -> float:
    """How long this many trials will take, by the median time of the earlier ones."""
    known = [trial.seconds for stage in STAGES for trial in ledger.trials(stage).values()]
    usual = median(known) if known else night.contest.times_staff * LEAST_SECONDS
    return trials * usual / max(1, night.runner.size)


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


def _staff_run(bot: Entry, draw: Draw, cases: _Cases) -> BotRun:
    return BotRun(bot.submission, draw.task, cases[draw], bot.pseudonym)


def _run(night: Night, ledger: ContestLedger, runs: Sequence[tuple[Entry, Draw, BotRun]], progress: Progress) -> None:
    """Run bots and keep each trial the moment it ends; those that the grader failed on are not kept."""
    broken = []
    for done, (number, trial) in enumerate(night.runner.each([run for _, _, run in runs]), 1):
        entry, draw, _ = runs[number]
        if trial.outcome == "broken":
            broken.append(f"{entry.pseudonym}: {trial.why}")
        else:
            ledger.keep(entry.digest, draw, trial)
        progress(done, len(runs), entry.pseudonym)
    if broken:
        trouble = f"The autograder itself failed on {len(broken)} of {len(runs)} trials, first on {broken[0]}."
        raise NightError(f"{trouble} Nobody was ranked; run the command again, and what is done is not run twice.")
