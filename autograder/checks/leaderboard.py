"""Leaderboard: a number for the contest, from calls that another check has already made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from autograder.checks.accuracy import accuracy_of, slips
from autograder.checks.kind import Kind, Options
from autograder.records import AnswerKey, Call, Case, Check, Observation, Verdict


class LeaderboardOptions(Options):
    """``of`` is the check whose calls are looked at again; the mean accuracy over its cases is the number."""

    of: str
    output: str = "labels"
    labels: str = "labels"
    label: str
    order: Literal["desc", "asc"] = "desc"


def plan(check: Check, cases: Sequence[Case]) -> list[Call]:
    """Nothing is called: what the other check saw is enough."""
    return []


def judge(check: Check, calls: Sequence[Call], seen: Sequence[Observation], key: AnswerKey) -> Verdict:
    """The mean accuracy over the cases; a case without predictions counts 0."""
    found = [
        accuracy_of(call, one, check.options.output, check.options.labels)
        for call, one in zip(calls, seen, strict=True)
    ]
    value = float(np.mean([0.0 if isinstance(one, str) else one for one in found])) if found else 0.0
    text = f"{check.options.label}: {value:.4f}"
    return Verdict("passed", 1.0, message=text, brief=text, value=value)


KIND = Kind(LeaderboardOptions, plan, judge, words="ranking only", slips=slips)
