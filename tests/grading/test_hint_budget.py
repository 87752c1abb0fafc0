"""Hints for hidden checks, for the first submissions of a day."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from autograder.gradescope.results import summary
from autograder.grading.policy import apply_hint_budget, number_within_a_day
from autograder.records import Previous, Report, SubmissionInfo

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)


def after_earlier(*hours_ago: float) -> SubmissionInfo:
    return SubmissionInfo(created=NOW, previous=tuple(Previous(NOW - timedelta(hours=hours)) for hours in hours_ago))


def test_only_the_24_hours_before_count() -> None:
    assert number_within_a_day(after_earlier(1, 23, 25, 100)) == 3


def test_a_submission_that_the_grader_failed_on_does_not_count() -> None:
    earlier = (Previous(NOW - timedelta(hours=1), failed=True), Previous(None))
    assert number_within_a_day(SubmissionInfo(created=NOW, previous=earlier)) == 1


def test_without_a_moment_it_is_the_first() -> None:
    assert number_within_a_day(dataclasses.replace(after_earlier(1, 2), created=None)) == 1


def wrong_twice(grade_toy: Callable[..., Report], toy_source: dict[str, str]) -> Report:
    text = toy_source["toy.py"].replace("2 * x", "3 * x").replace("return k * x", "return k + x")
    return grade_toy({**toy_source, "toy.py": text})


def test_over_the_budget_hidden_checks_say_only_that_they_fail(
    grade_toy: Callable[..., Report], toy_source: dict[str, str]
) -> None:
    report = wrong_twice(grade_toy, toy_source)
    told = {line.check.id: line.verdict for line in apply_hint_budget(report, after_earlier(1, 2), 2).lines}
    assert told["t1.scaled"].hint == ""
    assert told["t1.scaled"].brief == (
        "This check fails. Hidden checks say what is wrong 2 times within 24 hours, and this is submission 3."
    )
    assert told["t1.double"] == next(line.verdict for line in report.lines if line.check.id == "t1.double")


def test_over_the_budget_nothing_says_where_a_hidden_check_was_stopped(
    grade_toy: Callable[..., Report], toy_source: dict[str, str]
) -> None:
    endless = toy_source["toy.py"].replace("return k * x", "while True: pass")
    report = grade_toy({**toy_source, "toy.py": endless}, only=["t1.scaled"])
    assert "Stopped after 2 s: t1, check t1.scaled at toy.py" in summary(report)
    assert "Stopped" not in summary(apply_hint_budget(report, after_earlier(1, 2), 1))
    [line] = report.lines
    later = dataclasses.replace(line, check=dataclasses.replace(line.check, visibility="after_due_date"))
    assert "Stopped" not in summary(dataclasses.replace(report, lines=(later,)))


def test_the_score_is_the_same_with_and_without_hints(
    grade_toy: Callable[..., Report], toy_source: dict[str, str]
) -> None:
    report = wrong_twice(grade_toy, toy_source)
    assert apply_hint_budget(report, after_earlier(1, 2), 0).score == report.score


def test_within_the_budget_or_without_one_nothing_changes(
    grade_toy: Callable[..., Report], toy_source: dict[str, str]
) -> None:
    report = wrong_twice(grade_toy, toy_source)
    assert apply_hint_budget(report, after_earlier(1), 2) is report
    assert apply_hint_budget(report, after_earlier(1, 2, 3), None) is report
