"""Lateness and its line in what students and staff read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from autograder.circumstances import applied
from autograder.late import Policy
from autograder.metadata import Metadata
from autograder.records import Assignment, Report
from autograder.writers import gradescope, terminal

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=timezone.utc)
TWO_DAYS_LATE = Metadata(created=DUE + timedelta(hours=30), due=DUE)


def with_policy(toy: Assignment, **settings: float) -> Assignment:
    return dataclasses.replace(toy, late=Policy(**settings), due=DUE)  # type: ignore[arg-type]


def test_lateness_is_taken_off_the_total_and_has_its_own_line(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    report = applied(grade_toy(toy_source), with_policy(toy, percent_a_day=10), TWO_DAYS_LATE)
    data = json.loads(gradescope.results(report))
    row = data["tests"][-1]
    assert data["score"] == 8.8 and sum(test["max_score"] for test in data["tests"][:-1]) == 10
    assert row["name"] == "Late by 1 day 6 hours: -2.2 points" and "score" not in row
    assert row["output"] == (
        "Handed in 1 day 6 hours after the due date. That counts as 2 late days. 2 late days at 10 % a day: 20 %."
    )
    assert terminal.total(report) == "Total 10 of 10, and 1 of 1 optional points; less 2.2 for lateness"


def test_work_on_time_has_no_such_line(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    on_time = Metadata(created=DUE, due=DUE)
    report = applied(grade_toy(toy_source), with_policy(toy, percent_a_day=10), on_time)
    assert report.late is None and json.loads(gradescope.results(report))["score"] == 11


def test_the_due_date_of_the_assignment_counts_where_the_platform_names_none(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    unknown_due = Metadata(created=DUE + timedelta(hours=1))
    report = applied(grade_toy(toy_source), with_policy(toy, percent_a_day=50), unknown_due)
    assert report.final == 5.5


def test_without_a_policy_or_a_moment_nobody_is_late(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    report = grade_toy(toy_source)
    assert applied(report, toy, TWO_DAYS_LATE).late is None
    assert applied(report, with_policy(toy, percent_a_day=10), Metadata()).late is None
