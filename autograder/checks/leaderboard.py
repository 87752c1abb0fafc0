"""Leaderboard: a number for the contest, from calls that a check has already made.

It is no check and earns no points.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from autograder.checks import accuracy
from autograder.checks.kind import Entry, Options
from autograder.records import Leaderboard, Ranking, Transcript


class LeaderboardOptions(Options):
    """``of`` is the check whose calls are looked at again; the mean accuracy over its cases is the number."""

    of: str
    output: str = "labels"
    labels: str = "labels"
    label: str
    order: Literal["desc", "asc"] = "desc"


def ranking(board: Leaderboard, transcript: Transcript) -> Ranking:
    """The mean accuracy over the cases; a case without predictions counts 0.

    There is no number before any call was made.
    """
    if not transcript.calls:
        return Ranking(board)
    try:
        accuracies = [
            accuracy.accuracy_of(call, observation, board.options.output, board.options.labels)
            for call, observation in zip(transcript.calls, transcript.observations, strict=True)
        ]
    except Exception as error:  # whatever fails here is the grader's or staff's own failure, never the student's
        return Ranking(board, staff_note=f"{type(error).__name__}: {error}")
    return Ranking(board, float(np.mean([0.0 if isinstance(one, str) else one for one in accuracies])))


ENTRY = Entry(LeaderboardOptions, names={"of": "check"}, unique=("label",), problems=accuracy.problems)
