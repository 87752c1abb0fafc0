"""Points on top: of whole questions, and of single checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.batch.class_results import QuestionResult
from autograder.batch.publish import check_result
from autograder.gradescope import results as gradescope
from autograder.records import Assignment, Report
from autograder.release.readme import questions_table
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from autograder.writers import overview, prairielearn, terminal
from tests.support.places import TOY
from tests.support.toy import copy_of_toy, edited

DOUBLE = (
    "        points: 2\n        probe: double",
    "        points: 2\n        optional: true\n        probe: double",
)


def folder(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    return edited(copy_of_toy(tmp_path / "toy"), *changes)


def test_an_optional_checks_points_come_on_top_of_its_question(
    tmp_path: Path, grade_toy: Callable[..., Report], toy_source: dict[str, str]
) -> None:
    assignment = loader.load(folder(tmp_path, ("    points: 6\n", "    points: 4\n"), DOUBLE))
    report = with_assignment(grade_toy(toy_source), assignment)
    assert (report.score, report.out_of) == (11, 8)
    assert terminal.total(report) == "Total 8 of 8, and 3 of 3 optional points"
    rows = {test["name"]: test for test in json.loads(gradescope.results(report))["tests"]}
    assert rows["t1.double: double gives twice its argument (+2 optional)"]["max_score"] == 0
    assert json.loads(prairielearn.results(report))["tests"][0]["max_points"] == 0
    first = next(overview.by_question(report))
    assert (first.earned, first.worth) == (6, 4)
    assert "| t1 | Numbers | 4, +2 optional |" in questions_table(StaffFolder(TOY), assignment, ())
    published = QuestionResult("t1", "", False, tuple(map(check_result, first.lines)))
    assert (published.score, published.max) == (6, 4)


def with_assignment(report: Report, assignment: Assignment) -> Report:
    """The report of the same verdicts under changed settings."""
    places = {check.id: (question, check) for question in assignment.questions for check in question.checks}
    lines = [replace(line, question=places[line.check.id][0], check=places[line.check.id][1]) for line in report.lines]
    return replace(report, lines=tuple(lines))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ([DOUBLE], "t1 is worth 6 points, but its checks add up to 4, without optional ones."),
        (
            [DOUBLE, ("    title: Numbers\n", "    title: Numbers\n    optional: true\n")],
            "the whole question is optional already: leave this out, or take `optional` from the question.",
        ),
    ],
)
def test_points_that_do_not_fit_are_told(tmp_path: Path, changes: list[tuple[str, str]], complaint: str) -> None:
    with pytest.raises(loader.SpecError, match=r"assignment\.yaml:\d+:\d+: ") as error:
        loader.load(folder(tmp_path, *changes))
    assert complaint in str(error.value)
