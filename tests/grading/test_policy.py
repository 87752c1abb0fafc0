"""Lateness and its line in what students and staff read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from autograder.gradescope import results as gradescope
from autograder.gradescope.metadata import metadata
from autograder.grading.policy import apply_policy
from autograder.records import NOT_GIVEN, Assignment, Policy, Report, SubmissionInfo
from autograder.writers import terminal
from tests.support.reports import shown

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=timezone.utc)
TWO_DAYS_LATE = SubmissionInfo(created=DUE + timedelta(hours=30), due=DUE)


def with_policy(toy: Assignment, **settings: float) -> Assignment:
    return dataclasses.replace(toy, late=Policy(**settings), due=DUE)  # type: ignore[arg-type]


def test_lateness_is_taken_off_the_total_and_has_its_own_line(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    report = apply_policy(grade_toy(toy_source), with_policy(toy, percent_a_day=10), TWO_DAYS_LATE)
    data = json.loads(gradescope.results(report))
    row = data["tests"][-1]
    assert data["score"] == 8.8 and sum(test["max_score"] for test in data["tests"][:-1]) == 10
    assert row["name"] == "Late by 1 day 6 hours: -2.2 points" and "score" not in row
    assert row["output"] == (
        "Handed in 1 day 6 hours after the due date, 2026-11-20 23:59 UTC (the due date on the platform). "
        "That counts as 2 late days. 2 late days at 10 % a day: 20 %."
    )
    assert terminal.total(report) == "Total 10 of 10, and 1 of 1 optional point; less 2.2 for lateness"


def test_a_loss_too_small_to_be_shown_is_called_none(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    report = apply_policy(grade_toy(toy_source), with_policy(toy, percent_a_day=0.01), TWO_DAYS_LATE)
    row = json.loads(gradescope.results(report))["tests"][-1]
    assert (row["name"], row["status"]) == ("Late by 1 day 6 hours: no points lost", "passed")


def test_work_on_time_has_a_line_that_says_which_date_counted(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    on_time = SubmissionInfo(created=DUE, due=DUE)
    report = apply_policy(grade_toy(toy_source), with_policy(toy, percent_a_day=10), on_time)
    data = json.loads(gradescope.results(report))
    assert report.late is None and data["score"] == 11
    assert data["tests"][-1]["name"] == "On time" and "score" not in data["tests"][-1]
    assert data["tests"][-1]["output"].startswith("The due date that counts is ")
    assert data["tests"][-1]["output"].endswith("(the due date on the platform).")


def test_the_due_date_of_the_assignment_counts_where_the_platform_names_none(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    unknown_due = SubmissionInfo(created=DUE + timedelta(hours=1))
    report = apply_policy(grade_toy(toy_source), with_policy(toy, percent_a_day=50), unknown_due)
    assert report.final == 5.5


def test_without_a_policy_nobody_is_late_and_nothing_is_said(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    for info in (TWO_DAYS_LATE, NOT_GIVEN):
        report = apply_policy(grade_toy(toy_source), toy, info)
        assert report.late is None and report.staff_notes == ()


def test_hints_that_cannot_be_counted_are_given_and_staff_are_told(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    budget = dataclasses.replace(toy, hints_per_day=2)
    report = apply_policy(grade_toy(toy_source), budget, SubmissionInfo(trouble="submission_metadata.json is not JSON"))
    (said,) = report.staff_notes
    assert said.startswith("Hidden checks gave their hints: ") and "submission_metadata.json is not JSON" in said
    assert apply_policy(grade_toy(toy_source), budget, SubmissionInfo(created=DUE)).staff_notes == ()


@pytest.mark.parametrize(
    ("info", "due", "why"),
    [
        (NOT_GIVEN, DUE, "no metadata was given"),
        (SubmissionInfo(trouble="submission_metadata.json is not JSON"), DUE, "submission_metadata.json is not JSON"),
        (SubmissionInfo(due=DUE), DUE, "the metadata has no readable time of submission"),
        (SubmissionInfo(created=DUE), None, "neither the metadata nor assignment.yaml has a due date"),
    ],
)
def test_a_policy_that_cannot_be_applied_is_said_to_staff_alone(
    grade_toy: Callable[..., Report],
    toy_source: dict[str, str],
    toy: Assignment,
    info: SubmissionInfo,
    due: datetime | None,
    why: str,
) -> None:
    late = dataclasses.replace(toy, late=Policy(percent_a_day=10), due=due)
    report = apply_policy(grade_toy(toy_source), late, info)
    said = f"No late penalty was applied: {why}, so lateness is unknown."
    data = json.loads(gradescope.results(report))
    assert report.late is None and data["score"] == 11
    assert data["extra_data"].pop("findings") == [{"finding": said}]
    assert said not in json.dumps(data)
    assert f"For staff: {said}" in " ".join(shown(terminal.write_report, report).split())
    assert said not in shown(terminal.write_check, report)


def test_the_row_says_that_the_date_is_the_assignments_and_why(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    late = dataclasses.replace(with_policy(toy, percent_a_day=10), zone="America/Los_Angeles")
    found = metadata({"created_at": "2026-11-22T23:59:00Z", "assignment": {"due_date": None}})
    report = apply_policy(grade_toy(toy_source), late, found)
    row = json.loads(gradescope.results(report))["tests"][-1]
    assert row["output"].startswith(
        "Handed in 2 days after the due date, 2026-11-20 15:59 America/Los_Angeles "
        "(the due date of the assignment, because the platform names none (due_date: null))."
    )
    assert report.staff_notes == ()


@pytest.mark.parametrize(
    ("wrong", "shown_as"), [(12345, "12345"), ("soon", '"soon"'), (["2026-11-20"], "a list"), (True, "true")]
)
def test_a_due_date_that_is_none_is_told_to_staff_and_in_the_row(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment, wrong: object, shown_as: str
) -> None:
    found = metadata({"created_at": "2026-11-22T23:59:00Z", "assignment": {"due_date": wrong}})
    report = apply_policy(grade_toy(toy_source), with_policy(toy, percent_a_day=10), found)
    written = f"due_date: {shown_as}"
    source = f"the due date of the assignment, because the platform's is not a date ({written})"
    assert f"({source})" in json.loads(gradescope.results(report))["tests"][-1]["output"]
    assert report.staff_notes == (
        f"The platform gives a due date that cannot be read ({written}); used instead: {source}.",
    )


def test_staff_read_in_the_terminal_which_date_work_on_time_was_measured_by(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment
) -> None:
    report = apply_policy(grade_toy(toy_source), with_policy(toy, percent_a_day=10), SubmissionInfo(created=DUE))
    said = " ".join(shown(terminal.write_report, report).split())
    assert "On time: due " in said and "(the due date of the assignment, because the platform names none)." in said
