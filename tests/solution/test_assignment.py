"""The neural-network assignment as a whole: what its reference, its skeleton and odd hand-ins of it are worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autograder.answers.store import Answers
from autograder.freeze.reference import freeze, reference
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.records import Assignment, Submission
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import ROOT, SOLUTION
from tests.support.real import patient, real_answers
from tests.support.reports import submission_of


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return patient()


@pytest.fixture(scope="module")
def answers(assignment) -> Answers:
    return real_answers()


def test_it_is_worth_a_hundred_points_and_eight_optional_ones(assignment):
    required = {question.id: question.points for question in assignment.questions if not question.optional}
    assert required == {
        "q0": 1,
        "q1": 8,
        "q2": 9,
        "q3": 13,
        "q4": 16,
        "q5": 10,
        "q6": 10,
        "q7": 10,
        "q8": 10,
        "q9": 6,
        "q10": 7,
    }
    assert {question.id: question.points for question in assignment.questions if question.optional} == {
        "q11": 8,
        "contest": 0,
    }


@pytest.mark.parametrize("deck", [1, *(pytest.param(deck, marks=pytest.mark.slow) for deck in (2, 3, 4))])
def test_the_reference_earns_everything_on_every_deck(assignment, answers, sandbox, deck):
    report = Grader(assignment, answers, sandbox).grade(reference(StaffFolder(SOLUTION), assignment), deck=deck)
    lost = {line.check.id: line.verdict.message for line in report.lines if line.verdict.status != "passed"}
    assert not lost
    assert report.score == pytest.approx(108)


def test_the_skeleton_earns_nothing_and_reads_no_frame_of_ours(assignment, answers, sandbox):
    report = Grader(assignment, answers, sandbox).grade(open_submission(ROOT / "assignment", assignment.files))
    assert report.score == 0
    assert {question.id for question in assignment.questions if question.points} == {
        line.question.id for line in report.lines if line.verdict.message.startswith("Not written yet: ")
    }
    for line in report.lines:
        assert "Traceback" not in line.verdict.message and "autograder/" not in line.verdict.message
        assert not line.verdict.hint or line.verdict.status == "passed"


def test_nothing_handed_in_says_which_file_is_missing(assignment, answers, sandbox):
    report = Grader(assignment, answers, sandbox).grade(Submission("empty", {}))
    assert report.score == 0 and not report.broken
    messages = {line.verdict.message for line in report.lines if line.verdict.status == "failed"}
    assert {f"There is no {name} among your files." for name in assignment.files if name != "bot.py"} <= messages


@pytest.mark.slow
def test_the_frozen_answers_are_those_of_the_reference(assignment, answers, sandbox):
    """On the kit's deck and the first; on every other deck the reference earns everything, as a test above says."""
    fresh = freeze(StaffFolder(SOLUTION), replace(assignment, decks=1), sandbox)
    kept = {(deck, check) for deck, check in answers.rows if deck <= 1}
    assert set(fresh.rows) == kept, "answers.npz is stale: run `autograder freeze`"
    for key, row in fresh.rows.items():
        for new, old in zip(row, answers.rows[key], strict=True):
            assert _same(new.case.inputs, old.case.inputs), f"answers.npz is stale in {key}: run `autograder freeze`"
            if new.answer is not None:  # slopes, which need no answer to be judged, are added to recognise mistakes by
                assert _same(new.answer, old.answer, 1e-9), f"answers.npz is stale in {key}: run `autograder freeze`"


def _same(new: object, old: object, tolerance: float = 0.0) -> bool:
    if isinstance(new, dict) or hasattr(new, "items"):
        return set(new) == set(old) and all(_same(new[key], old[key], tolerance) for key in new)
    if isinstance(new, (list, tuple)):
        return len(new) == len(old) and all(_same(a, b, tolerance) for a, b in zip(new, old, strict=True))
    if isinstance(new, np.ndarray):
        return new.shape == old.shape and np.allclose(new, old, rtol=tolerance, atol=tolerance, equal_nan=True)
    return new == old


def test_the_lectures_numbers_are_what_is_frozen(assignment, answers):
    """The public answers are not typed by hand; they equal what the lecture says."""
    checks = {check.id: check for check in assignment.checks}

    def values(check_id: str) -> list[np.ndarray]:
        return [array for item in answers.of(checks[check_id], 1) for array in item.answer.values()]

    def holds(check_id: str, *expected: object, digits: float = 1e-9) -> bool:
        return all(
            any(np.shape(v) == np.shape(e) and np.allclose(v, e, rtol=0, atol=digits) for v in values(check_id))
            for e in expected
        )

    assert holds("q1.lecture", 2 / 3, 1 / 3)
    assert holds("q2.lecture", 12.000386949465591)
    assert holds("q3.lecture_difference", [114.64, 27.0], [111.04, 27.0], digits=1e-8)
    assert holds("q3.lecture_gradient", [-0.000852291736, 3.999213927], digits=1e-8)
    assert holds("q3.lecture_step", [1.0, 2.96])
    assert holds("q4.lecture", 30.0, 39.0, 8.0, 117.0, 111.0, 27.0)


@pytest.mark.slow
def test_no_hidden_verdict_shows_an_expected_number(assignment, answers, sandbox):
    """Every hidden check, failed on purpose by a reference whose every float result is a little off."""
    files = {name: data.decode() for name, data in reference(StaffFolder(SOLUTION), assignment).files.items()}
    shifted = {name: text.replace("return ", "return _off * ") for name, text in files.items()}
    shifted = {
        name: text.replace("\nimport numpy as np\n", "\nimport numpy as np\n_off = 1.0625\n", 1)
        for name, text in shifted.items()
    }
    report = Grader(assignment, answers, sandbox).grade(submission_of(shifted, "off"))
    deck = int(report.provenance["deck"])
    hidden = [line for line in report.lines if not line.check.public and line.verdict.status in ("failed", "error")]
    assert len(hidden) > 10
    for line in hidden:
        for item in answers.of(line.check, deck):
            for array in (item.answer or {}).values():
                for number in np.ravel(np.asarray(array, dtype=float))[:50]:
                    assert len(f"{abs(number):.5g}") < 5 or f"{abs(number):.5g}" not in line.verdict.brief, (
                        line.check.id
                    )
