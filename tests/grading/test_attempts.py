"""What was kept of a check is enough to judge it again, by other settings, without running anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from autograder.answers.store import Answers
from autograder.checks import KINDS
from autograder.grading.attempts import UnseenCallError, run_check
from autograder.grading.grader import payload_of
from autograder.records import AnswerKey, Assignment, Case, Check, Submission, Transcript, Verdict
from autograder.sandbox import Sandbox
from tests.support.reports import rejudge

Judged = tuple[Check, list[Case], AnswerKey, Transcript, Verdict]

SLIPS = {
    "t1.double": ("2 * x", "2.002 * x"),
    "t1.scaled": ("return k * x", "return k * x + 0.25"),
    "t1.slope": ("return k * dz", "return 1.001 * k * dz"),
    "t2.order": ("rng.permutation(n)", "np.arange(n)"),
    "t2.classify": ("X > 0", "X > 0.2"),
}
"""For a check of each kind, a small slip in the reference that it does not pass."""

LOOSER = {
    "t1.double": {"tolerance": 0.1},
    "t1.scaled": {"tolerance": 10.0},
    "t1.slope": {"tolerance": 0.1},
    "t2.order": {"law": ("is_permutation",)},
    "t2.classify": {"full": 0.5},
}
"""Settings by which the same numbers pass."""


@pytest.fixture
def judged(
    toy: Assignment, toy_answers: Answers, toy_source: dict[str, str], sandbox: Sandbox
) -> Callable[[str, tuple[str, str]], Judged]:
    """One check run on the reference with one piece of its text replaced."""

    def run(check_id: str, slip: tuple[str, str]) -> Judged:
        assert slip[0] in toy_source["toy.py"]
        files = {**toy_source, "toy.py": toy_source["toy.py"].replace(*slip)}
        submission = Submission("slip", {name: text.encode() for name, text in files.items()})
        check = next(check for check in toy.checks if check.id == check_id)
        cases, key = toy_answers.cases(check, 1), toy_answers.key(check, 1, toy.laws)
        verdict, transcript = run_check(sandbox, payload_of(toy, submission), check, cases, key)
        return check, cases, key, transcript, verdict

    return run


def with_settings(check: Check, **settings: object) -> Check:
    return replace(check, options=replace(check.options, **settings))


def test_every_kind_is_here(toy: Assignment) -> None:
    without_calls = {"source"}  # it judges the text of the files, which `rejudge` is not given
    assert {check.kind for check in toy.checks if check.id in SLIPS} == set(KINDS) - without_calls


@pytest.mark.parametrize("check_id", SLIPS)
def test_the_verdict_on_what_was_kept_is_that_of_the_run_and_changes_with_the_settings(
    judged: Callable[[str, tuple[str, str]], Judged], check_id: str
) -> None:
    check, cases, key, transcript, verdict = judged(check_id, SLIPS[check_id])
    assert verdict.status == "failed"
    assert rejudge(check, cases, key, transcript) == verdict
    assert rejudge(with_settings(check, **LOOSER[check_id]), cases, key, transcript).status == "passed"


def test_a_changed_answer_changes_the_verdict(judged: Callable[[str, tuple[str, str]], Judged]) -> None:
    check, cases, key, transcript, verdict = judged("t1.double", ("2 * x", "3 * x"))
    tripled = tuple({name: array * 1.5 for name, array in (answer or {}).items()} for answer in key.answers)
    assert verdict.status == "failed"
    assert rejudge(check, cases, replace(key, answers=tripled), transcript).status == "passed"


def test_an_exception_is_judged_again_as_one(judged: Callable[[str, tuple[str, str]], Judged]) -> None:
    check, cases, key, transcript, verdict = judged("t1.double", ("2 * x", "x / 0"))
    assert verdict.status == "error" and rejudge(check, cases, key, transcript) == verdict


def test_a_judge_that_asks_for_a_call_that_was_not_made_is_refused(
    judged: Callable[[str, tuple[str, str]], Judged],
) -> None:
    check, cases, key, transcript, verdict = judged("t1.slope", ("k * dz", "k * (dz + 0)"))
    assert verdict.status == "passed"
    with pytest.raises(UnseenCallError, match=r"t1\.slope asks for calls that were not made before"):
        rejudge(with_settings(check, step=1e-4), cases, key, transcript)


def test_outputs_that_were_not_kept_are_told_from_wrong_ones(
    judged: Callable[[str, tuple[str, str]], Judged],
) -> None:
    check, cases, key, transcript, _ = judged("t1.double", ("2 * x", "2 * x"))
    shortened = replace(transcript, calls=transcript.calls[:1], observations=transcript.observations[:1])
    with pytest.raises(UnseenCallError):
        rejudge(check, cases, key, shortened)
    assert np.array_equal(transcript.observations[0].outputs["value"], (key.answers[0] or {})["value"])
