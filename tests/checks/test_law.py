"""A law gives a sentence that complains, or None. What is neither is staff's fault and costs no student anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.answers.store import Answers
from autograder.checks import KINDS
from autograder.checks.conclude import LawError
from autograder.grading.attempts import converse
from autograder.grading.grader import Grader
from autograder.records import Assignment, Laws, Observation
from autograder.sandbox import Sandbox
from tests.support.reports import check_of, submission_of

SAID_OF_A_WRONG_ORDER = """
def is_permutation(inputs, outputs):
    return None if outputs["first"].shape == (inputs["n"],) else {}

def two_orders_differ(inputs, outputs):
    return None
"""


@pytest.mark.parametrize("returned", ["", " \n", False, 0, 0.0, ("a",), [], (one for one in ()), b"no", np.False_])
def test_what_is_neither_a_complaint_nor_none_is_no_verdict(
    toy: Assignment, toy_answers: Answers, returned: Any
) -> None:
    check = check_of(toy, "t2.order")
    laws = dict.fromkeys(check.options.law, lambda inputs, outputs: returned)
    talk = KINDS["law"].talk(
        check, toy_answers.cases(check, 1), replace(toy_answers.key(check, 1, toy.laws), laws=laws)
    )
    with pytest.raises(
        LawError, match=r"Judging the case 'ten': .* returned .*; a law returns a sentence that complains"
    ):
        converse(talk, lambda calls: [Observation("returned", {"first": np.arange(10.0)}) for _ in calls])


@pytest.mark.parametrize("returned", ["''", "'  '", "False"])
def test_a_law_without_a_verdict_on_what_a_student_returned_is_the_grader_s_failure(
    toy: Assignment, toy_answers: Answers, toy_source: dict[str, str], sandbox: Sandbox, returned: str
) -> None:
    lawless = replace(toy, laws=Laws((("toy", SAID_OF_A_WRONG_ORDER.format(returned)),)))
    files = {**toy_source, "toy.py": toy_source["toy.py"].replace("rng.permutation(n)", "rng.permutation(n + 1)")}
    report = Grader(lawless, toy_answers, sandbox).grade(submission_of(files, "somebody"), only=["t2.order"])
    [line] = report.broken
    assert line.check.id == "t2.order" and "not your fault" in line.verdict.message
    assert "laws/toy.py: is_permutation returned" in line.verdict.staff_note
