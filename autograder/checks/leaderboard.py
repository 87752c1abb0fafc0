"""Leaderboard: a number for the contest, from calls that a check has already made.

It is no check and earns no points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from autograder.checks import accuracy, law
from autograder.checks.kind import EntryKind
from autograder.checks.settings import Must, Options
from autograder.records import Call, Law, Leaderboard, Observation, Ranking, Transcript


@dataclass(frozen=True, kw_only=True)
class LeaderboardOptions(Options):
    """``of`` is the check whose calls are looked at again; the mean accuracy over its cases is the number."""

    of: str
    output: str = "labels"
    labels: str = "labels"
    label: Annotated[str, Must(min_length=1)]
    order: Literal["desc", "asc"] = "desc"


def ranking(board: Leaderboard, transcript: Transcript, laws: Sequence[Law] = ()) -> Ranking:
    """The mean accuracy over the cases; a case without predictions, or in which a law does not hold, counts 0.

    There is no number before any call was made.
    """
    if not transcript.calls:
        return Ranking(board)
    try:
        accuracies = [
            _accuracy(board, call, observation, laws)
            for call, observation in zip(transcript.calls, transcript.observations, strict=True)
        ]
    except Exception as error:  # whatever fails here is the grader's or staff's own failure, never the student's
        return Ranking(board, staff_note=f"{type(error).__name__}: {error}")
    return Ranking(board, float(np.mean(accuracies)))


def _accuracy(board: Leaderboard, call: Call, observation: Observation, laws: Sequence[Law]) -> float:
    found = accuracy.accuracy_of(call, observation, board.options.output, board.options.labels)
    return 0.0 if isinstance(found, str) or law.first_complaint(laws, call, observation) else found


ENTRY = EntryKind(LeaderboardOptions, names={"of": "check"}, unique=("label",), problems=accuracy.problems)
