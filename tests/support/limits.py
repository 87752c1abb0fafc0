"""Assignments with other limits, for tests that wait for a limit or must never meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from autograder.records import Assignment, Limits

PATIENCE = 10


def with_limits(assignment: Assignment, **limits: float) -> Assignment:
    """The assignment with these limits for every check."""
    return _changed(assignment, lambda before: replace(before, **limits))


def with_patience(assignment: Assignment, times: int = PATIENCE) -> Assignment:
    """Any assignment with so many times the time for everything."""
    patient = _changed(assignment, lambda before: replace(before, seconds=times * before.seconds))
    return replace(patient, total_seconds=times * assignment.total_seconds)


def _changed(assignment: Assignment, change: Callable[[Limits], Limits]) -> Assignment:
    questions = tuple(
        replace(question, checks=tuple(replace(check, limits=change(check.limits)) for check in question.checks))
        for question in assignment.questions
    )
    return replace(assignment, questions=questions)
