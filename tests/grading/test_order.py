"""Public checks run before hidden ones, and come to the same as if all ran in the order of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from autograder.answers.store import Answers
from autograder.grading.attempts import run_check
from autograder.grading.grader import Grader
from autograder.grading.order import settled_later
from autograder.records import AnswerKey, Assignment, Case, Check, Limits, Report, Transcript, Verdict
from autograder.sandbox import Payload, Sandbox
from autograder.spec import loader
from tests.support.places import SOLUTION
from tests.support.reports import statuses, submission_of, verdict_of
from tests.support.toy import with_function

WRONG_SCALED = "def scaled(x, k):\n    return x + k"


class Noted:
    """Runs checks, and notes which, in order."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def __call__(
        self, sandbox: Sandbox, payload: Payload, check: Check, cases: Sequence[Case], key: AnswerKey
    ) -> tuple[Verdict, Transcript]:
        self.checks.append(check)
        return run_check(sandbox, payload, check, cases, key)


def graded(
    assignment: Assignment, answers: Answers, sandbox: Sandbox, files: Mapping[str, str], noted: Noted
) -> Report:
    return Grader(assignment, answers, sandbox, noted).grade(submission_of(files), deck=1)


def test_what_prints_what_students_read_never_runs_after_what_knew_a_hidden_input(
    toy: Assignment, toy_answers: Answers, sandbox: Sandbox, toy_source: Mapping[str, str]
) -> None:
    for files in (toy_source, with_function(toy_source, WRONG_SCALED)):
        noted = Noted()
        report = graded(toy, toy_answers, sandbox, files, noted)
        public = [check.public for check in noted.checks]
        assert public == sorted(public, reverse=True) and len(set(public)) == 2
        assert [line.check.id for line in report.lines] == [check.id for check in toy.checks]


def test_a_public_check_that_waits_for_a_hidden_one_comes_to_what_that_one_says(
    toy: Assignment, toy_answers: Answers, sandbox: Sandbox, toy_source: Mapping[str, str]
) -> None:
    slope = "t1.slope"
    noted = Noted()
    right = graded(toy, toy_answers, sandbox, toy_source, noted)
    assert [check.id for check in noted.checks][:3] == ["t1.double", slope, "t1.scaled"]
    assert verdict_of(right, slope).status == "passed"
    wrong = graded(toy, toy_answers, sandbox, with_function(toy_source, WRONG_SCALED), noted)
    [line] = [line for line in wrong.lines if line.check.id == slope]
    assert line.verdict.message == "Not run yet: t1.scaled must pass first." and line.verdict.status == "skipped"
    assert line.blocked_by == ("t1.scaled",) and line.transcript == Transcript() and line.check.after


@pytest.mark.parametrize("field", ["after", "builds_on"])
def test_checks_behind_one_that_waits_wait_as_well(
    toy: Assignment, toy_answers: Answers, sandbox: Sandbox, toy_source: Mapping[str, str], field: str
) -> None:
    *others, last = toy.questions
    waiting = replace(last.checks[0], **{"public": True, "builds_on": (), field: ("t1.slope",)})  # type: ignore[arg-type]
    deeper = replace(toy, questions=(*others, replace(last, checks=(waiting,))))
    assert settled_later(deeper.checks) == {"t1.slope", "t3.triple"}
    files = {**with_function(toy_source, WRONG_SCALED), "helper_free.py": "def triple(x):\n    return x"}
    [line] = [one for one in graded(deeper, toy_answers, sandbox, files, Noted()).lines if one.check.id == "t3.triple"]
    assert (line.verdict.status, line.blocked_by) == ("skipped", ("t1.scaled",))
    assert "t1.slope" in line.verdict.message


def test_a_check_that_was_run_ahead_and_cut_off_by_the_total_time_says_so(
    toy: Assignment, toy_answers: Answers, sandbox: Sandbox, toy_source: Mapping[str, str]
) -> None:
    code = f"{WRONG_SCALED}\ndef scaled_backward(x, k, dz):\n    while True:\n        pass"
    questions = [
        replace(one, checks=tuple(replace(check, limits=Limits(60.0)) for check in one.checks)) for one in toy.questions
    ]
    hurried = replace(toy, questions=tuple(questions), total_seconds=2.0)
    report = graded(hurried, toy_answers, sandbox, with_function(toy_source, code), Noted())
    assert verdict_of(report, "t1.slope").message.startswith(
        "Not finished: the time limit of 2 s for the whole submission"
    )
    assert verdict_of(report, "t1.scaled").message.startswith(
        "Not reached: the time limit of 2 s for the whole submission"
    )
    assert statuses(report)["t1.double"] == "passed"


def test_of_this_assignment_few_public_checks_wait_for_hidden_ones() -> None:
    checks = loader.load(SOLUTION).checks
    assert 0 < len(settled_later(checks)) < sum(check.public for check in checks) / 5
