"""An assignment under the time limits that submissions were run under."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.records import Assignment, Check


class Limited:
    """One assignment under the limits of one submission after another, which are the same for nearly everybody."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._made: dict[tuple[tuple[str, float], ...], Assignment] = {}

    def like(self, tree: Mapping[str, Any]) -> Assignment:
        """The assignment with the limits that a stored report names, and no end to the time as a whole."""
        limits = tuple((line["check"], line["seconds"]) for line in tree["lines"])
        if limits not in self._made:
            self._made[limits] = _within(self._assignment, dict(limits))
        return self._made[limits]


def _within(assignment: Assignment, seconds: Mapping[str, float]) -> Assignment:
    def fit(check: Check) -> Check:
        return check.within(seconds.get(check.id, check.limits.seconds))

    questions = tuple(
        replace(question, checks=tuple(fit(check) for check in question.checks)) for question in assignment.questions
    )
    return replace(assignment, questions=questions, total_seconds=math.inf)
