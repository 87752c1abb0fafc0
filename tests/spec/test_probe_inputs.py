"""A probe that does not take what the cases hand it is staff's to mend, before any student's code runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.answers.store import AnswersError, load_answers, save_answers
from autograder.freeze.reference import freeze, reference
from autograder.grading.grader import Grader
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.loader import SpecError
from autograder.spec.staff_folder import StaffFolder
from tests.support.toy import edited


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "def scaled(student, x, k, dz)",
            "def scaled(student, x, k)",
            "33:9: the probe scaled takes k, x, and the case 'small' of t1.slope hands it 'dz'.",
        ),
        (
            "def double(student, x)",
            "def double(student, x, y)",
            "17:9: the probe double takes x, y, and the case 'two' of t1.double has no 'y'.",
        ),
        (
            "def double(student, x)",
            "def double(student, xs=0)",
            "17:9: the probe double takes xs, and the case 'two' of t1.double hands it 'x'. Did you mean 'xs'?",
        ),
        (
            "def double(student, x)",
            "def double(x)",
            "17:9: the probe double must take the student's modules first: write def double(student, x).",
        ),
    ],
)
def test_a_probe_that_does_not_fit_its_cases_is_told_with_its_place(
    toy_folder: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(SpecError) as told:
        loader.load(edited(toy_folder, (old, new), name="probes/toy.py"))
    assert f"assignment.yaml:{said}" in str(told.value)


def test_a_probe_may_take_any_names_and_have_defaults(toy_folder: Path) -> None:
    changed = edited(
        toy_folder, ("def double(student, x)", "def double(student, x, *, k=2, **more)"), name="probes/toy.py"
    )
    assert loader.load(changed)


@pytest.mark.parametrize("value", ["float('nan')", "[1.0, float('inf')]", "{'a': (1, float('nan'))}"])
def test_an_input_that_is_not_finite_is_frozen_and_the_reference_passes_by_what_graders_read(
    toy_folder: Path, sandbox: Sandbox, value: str
) -> None:
    edited(toy_folder, ('{"x": 2.0}', f'{{"x": {value}}}'), name="cases/toy.py")
    plain = "    assert type(x) in (float, list, dict), x\n"
    edited(toy_folder, ("def double(student, x):\n", f"def double(student, x):\n{plain}"), name="probes/toy.py")
    edited(toy_folder, ("return 2 * x", "return 2 * x if x == -3 else 7.0"), name="toy.py")
    assignment = loader.load(toy_folder)
    folder = StaffFolder(toy_folder)
    save_answers(toy_folder / "answers.npz", freeze(folder, assignment, sandbox))
    answers = load_answers(toy_folder / "answers.npz", assignment)
    [line] = Grader(assignment, answers, sandbox).grade(reference(folder, assignment), ["t1.double"]).lines
    assert line.verdict.status == "passed", line.verdict


def test_an_input_that_cannot_be_sent_is_told_with_its_check_and_case(toy_folder: Path, sandbox: Sandbox) -> None:
    edited(toy_folder, ('{"x": 2.0}', '{"x": Case}'), name="cases/toy.py")
    with pytest.raises(AnswersError) as told:
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)
    assert "x in the case 'two' of t1.double: an input of type type cannot be sent to a worker; use" in str(told.value)
