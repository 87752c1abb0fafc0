"""Every failure names its case, and that case can be run alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.answers.store import Answers
from autograder.gradescope import results as gradescope
from autograder.grading.grader import Grader
from autograder.grading.one_case import NoSuchCaseError, only
from autograder.records import Assignment, Report
from autograder.sandbox import Sandbox
from autograder.writers.text import at_home_line, rerun_line
from tests.support.reports import check_of, submission_of


def wrong(toy_source: dict[str, str]) -> dict[str, str]:
    text = toy_source["toy.py"].replace("2 * x", "2 * abs(x)").replace("return k * x", "return k + x")
    return {**toy_source, "toy.py": text}


def commands(report: Report) -> dict[str, str]:
    return {line.check.id: rerun_line(line, report.provenance["deck"]) for line in report.lines}


def test_a_failure_at_home_is_run_again_at_home_and_one_of_another_deck_by_staff(
    grade_toy: Callable[..., Report], toy_source: dict[str, str]
) -> None:
    at_home = commands(grade_toy(wrong(toy_source), only=["t1.double"], deck=0))
    assert at_home["t1.double"] == 'This case alone: python kit check t1.double --case "minus three"'
    found = commands(grade_toy(wrong(toy_source), deck=2))
    for check, case in (("t1.double", "minus three"), ("t1.scaled", "random 0")):
        command = f'python -m autograder grade PATH --assignment FOLDER -q {check} --deck 2 --case "{case}"'
        assert found[check] == f"This case alone: {command}"
    assert found["t2.order"] == ""


def test_students_read_the_line_of_public_checks_only_and_staff_find_all(
    grade_toy: Callable[..., Report], toy_source: dict[str, str]
) -> None:
    report = grade_toy(wrong(toy_source), deck=2)
    data = json.loads(gradescope.results(report))
    outputs = {test["name"].split(":")[0]: test["output"] for test in data["tests"]}
    there = 'This case at home, where random inputs have other numbers: python kit check t1.double --case "minus three"'
    assert there in outputs["t1.double"].splitlines()
    [line] = [line for line in report.lines if line.check.id == "t1.double"]
    elsewhere = replace(line, check=replace(line.check, home_cases="home_numbers"))
    assert at_home_line(elsewhere) == "This check at home, on other inputs: python kit check t1.double"
    assert "--deck" not in data["output"] + "".join(outputs.values())
    assert set(data["extra_data"]["replays"]) == {"t1.double", "t1.scaled"}
    assert all(" grade PATH --assignment FOLDER -q " in one for one in data["extra_data"]["replays"].values())


def test_one_case_runs_that_case_and_nothing_else(
    toy: Assignment, toy_answers: Answers, toy_source: dict[str, str], sandbox: Sandbox
) -> None:
    double = check_of(toy, "t1.double")
    submission = submission_of(wrong(toy_source))
    for case, status in (("two", "passed"), ("minus three", "failed")):
        answers = only(toy_answers, double, 1, case)
        (line,) = Grader(toy, answers, sandbox).grade(submission, ["t1.double"], deck=1).lines
        assert ([call.case.name for call in line.transcript.calls], line.verdict.status) == ([case], status)


def test_an_unknown_case_is_answered_with_the_known_ones(toy: Assignment, toy_answers: Answers) -> None:
    with pytest.raises(NoSuchCaseError, match=r"t1.double has no case 'three'; its cases are 'two', 'minus three'\."):
        only(toy_answers, toy.checks[0], 1, "three")
    alone = only(toy_answers, toy.checks[0], 1, "two")
    with pytest.raises(NoSuchCaseError, match=r"its only case is 'two'\."):
        only(alone, toy.checks[0], 1, "three")
