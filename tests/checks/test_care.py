"""Whatever comes back from a sandbox is judged, and never falls back on the grader: not by its names, types,
shapes or size.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from autograder.answers.store import Answers
from autograder.checks import KINDS
from autograder.checks.conclude import NOT_AS_ASKED
from autograder.gradescope import results as gradescope
from autograder.grading.attempts import converse
from autograder.grading.grader import KEPT_NUMBERS
from autograder.records import AnswerKey, Assignment, Call, Check, Observation, Outputs, Report, Verdict
from autograder.sandbox.frames import DTYPES
from tests.support.fuzzing import for_a_while
from tests.support.reports import check_of

NAMES = some.sampled_from(["value", "z", "dx", "first", "second", "labels", "dx[0]"])
SHAPES = some.lists(some.sampled_from([0, 1, 2, 3, 4, 10, 50, 200]), max_size=3)
FILLINGS = some.sampled_from([0, 1, -1, 7, 1e308, np.nan, np.inf])


@some.composite
def arrays(draw: some.DrawFn) -> np.ndarray:
    """An array as a frame may hold it."""
    with np.errstate(all="ignore"):
        return np.full(draw(SHAPES), draw(FILLINGS)).astype(draw(some.sampled_from(sorted(DTYPES))))


def verdict_on(check: Check, answers: Answers, assignment: Assignment, given: Callable[[Call], Outputs]) -> Verdict:
    """The verdict when these are the outputs of each call."""
    talk = KINDS[check.kind].talk(check, answers.cases(check, 1), answers.key(check, 1, assignment.laws))
    verdict, _ = converse(talk, lambda calls: [Observation("returned", given(call)) for call in calls])
    return verdict


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("check_id", ["t1.double", "t1.scaled", "t1.slope", "t2.order", "t2.classify", "t3.triple"])
@for_a_while
@given(outputs=some.dictionaries(NAMES, arrays(), max_size=3))
def test_any_arrays_of_any_names_are_judged(
    toy: Assignment, toy_answers: Answers, check_id: str, outputs: dict[str, np.ndarray]
) -> None:
    verdict = verdict_on(check_of(toy, check_id), toy_answers, toy, lambda call: outputs)
    assert verdict.status in ("passed", "failed", "error") and 0 <= verdict.score <= 1


def test_a_law_that_falls_over_what_came_back_fails_the_student_and_is_told_to_staff(
    toy: Assignment, toy_answers: Answers
) -> None:
    verdict = verdict_on(check_of(toy, "t2.order"), toy_answers, toy, lambda call: {"first": np.arange(10.0)})
    assert (verdict.status, verdict.score, verdict.brief) == ("failed", 0.0, NOT_AS_ASKED)
    assert verdict.message == f"{NOT_AS_ASKED} It was first (float64, shape (10,))."
    assert verdict.staff_note == "Judging the case 'ten' raised KeyError: 'second' (laws/toy.py, line 16)."


def test_a_forward_that_gives_nothing_is_said_to(toy: Assignment, toy_answers: Answers) -> None:
    def backward_alone(call: Call) -> Outputs:
        inputs = call.case.inputs
        return {"dx": inputs["k"] * inputs["dz"]} if call.probe == "scaled_backward" else {}

    verdict = verdict_on(check_of(toy, "t1.slope"), toy_answers, toy, backward_alone)
    assert verdict.status == "failed" and verdict.message.startswith("forward gives nothing.")


FORGED = """
import json, os, struct, sys

def forged(*given):
    frame = sys._getframe()
    while "sequence" not in frame.f_locals:
        frame = frame.f_back
    head = json.dumps({"sequence": frame.f_locals["sequence"], "outputs": []}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    os._exit(0)

double = scaled = scaled_backward = shuffled = classify = forged
"""


def test_answers_without_what_was_asked_for_break_nothing(grade_toy) -> None:
    report: Report = grade_toy({"toy.py": FORGED, "helper_free.py": "def triple(x):\n    return 3 * x"})
    told = {line.check.id: line.verdict.status for line in report.lines}
    assert set(told.values()) == {"failed", "error", "passed", "skipped"} and not report.broken
    data = json.loads(gradescope.results(report))
    assert any("KeyError" in one["finding"] for one in data["extra_data"]["findings"])


def test_what_was_seen_is_kept_only_where_a_leaderboard_counts_it_and_while_it_is_small(grade_toy, toy_source) -> None:
    def kept(source: str) -> dict[str, int]:
        report: Report = grade_toy({**toy_source, "toy.py": source})
        return {line.check.id: sum(len(seen.outputs) for seen in line.transcript.observations) for line in report.lines}

    assert {check_id for check_id, count in kept(toy_source["toy.py"]).items() if count} == {"t2.classify"}
    large = f"return np.ones({KEPT_NUMBERS + 1}, np.int8)"
    assert not any(kept(toy_source["toy.py"].replace("return np.where(X > 0, 1, 0)", large)).values())


def test_a_missing_answer_is_still_our_failure(toy: Assignment, toy_answers: Answers) -> None:
    check = check_of(toy, "t1.double")
    talk = KINDS["output"].talk(check, toy_answers.cases(check, 1), AnswerKey((None, None)))
    with pytest.raises(LookupError, match="run `autograder freeze`"):
        converse(talk, lambda calls: [Observation("returned", {})] * len(calls))
