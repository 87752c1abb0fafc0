"""Trials → the ranking of a night or of the final, as it is kept: plain values, complete for every page after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from autograder.contest.draws import Draw, Stage
from autograder.contest.entries import Entry
from autograder.contest.ranking import Scores, bots_beaten, final_standings, night_standings, rewarded
from autograder.contest.trial import Trial
from autograder.records import Contest

Trials: TypeAlias = "Mapping[tuple[str, Draw], Trial]"


def ranking_of(
    stage: Stage, contest: Contest, entries: Sequence[Entry], bots: Sequence[Entry], trials: Trials, draws: int
) -> dict[str, Any]:
    """The ranking of these entries on the first ``draws`` draws of each task, best first, as a tree for JSON."""
    places = [Draw(stage, task, number) for task in range(len(contest.tasks)) for number in range(draws)]
    scores, staff = _scores(entries, places, trials), _scores(bots, places, trials)
    standings = (final_standings if stage == "final" else night_standings)(scores)
    tops = {top: rewarded(scores, top) for top in contest.rewards.nights} if stage == "night" else {}
    beaten = bots_beaten(scores, staff)
    rows = [
        {
            "owner": entry.owner,
            "digest": entry.digest,
            "people": [vars(person) for person in entry.people],
            "pseudonym": entry.pseudonym,
            "handed_in": entry.moment.isoformat(),
            "mean": standing.mean,
            "tasks": _by_task(scores.values[number], contest),
            "rank": standing.rank,
            "best": standing.best,
            "worst": standing.worst,
            "tops": [top for top, inside in tops.items() if inside[number]],
            "bots": int(beaten[number]),
            "failed": _failures(entry, places, trials),
        }
        for number, (entry, standing) in enumerate(zip(entries, standings, strict=True))
    ]
    return {
        "stage": stage,
        "draws": draws,
        "tasks": [task.title for task in contest.tasks],
        "entries": sorted(rows, key=_best_first),
        "bots": [
            {"name": bot.pseudonym, "mean": float(mean), "tasks": _by_task(values, contest)}
            for bot, mean, values in zip(bots, staff.means, staff.values, strict=True)
        ],
    }


def _scores(entries: Sequence[Entry], places: Sequence[Draw], trials: Trials) -> Scores:
    rows = [[trials[entry.digest, place] for place in places] for entry in entries]
    values = np.array([[trial.accuracy for trial in row] for row in rows]).reshape(len(entries), len(places))
    failed = np.array([[trial.outcome != "scored" for trial in row] for row in rows]).reshape(values.shape)
    return Scores(values, failed.astype(bool))


def _by_task(values: np.ndarray, contest: Contest) -> list[float]:
    return [float(mean) for mean in values.reshape(len(contest.tasks), -1).mean(axis=1)]


def _failures(entry: Entry, places: Sequence[Draw], trials: Trials) -> list[dict[str, Any]]:
    """Where the bot has no accuracy, and why: the task by its number, and the draw."""
    own = ((place, trials[entry.digest, place]) for place in places)
    return [
        {"task": place.task, "draw": place.number, "outcome": trial.outcome, "why": trial.why}
        for place, trial in own
        if trial.outcome != "scored"
    ]


def _best_first(row: Mapping[str, Any]) -> tuple[bool, int, float, str]:
    """Those with a rank first, in its order; within a rank by the mean, and then by the owner."""
    return (row["rank"] is None, row["rank"] or 0, -row["mean"], row["owner"])
