"""Freezing refuses an assignment whose checks do not fit their cases, or whose reference does not pass them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autograder.answers.store import AnswersError
from autograder.freeze.reference import freeze
from autograder.grading.grader import Grader
from autograder.records import Submission
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.commands import run
from tests.support.reports import in_bytes
from tests.support.toy import edited


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("gradients: {x: dx}", "gradients: {x: dq}",
         "35:21: the reference does not pass t1.slope (deck 0): The gradient with respect to x is missing. "
         "The probe scaled_backward gives dx, and no 'dq'."),
        ("upstream: dz", "output: zz",
         "34:9: the reference does not pass t1.slope (deck 0): forward gives no zz. The probe scaled gives z, "
         "and no 'zz'. "
         "Did you mean 'z'?"),
        ("        upstream: dz\n", "",
         "28:9: the reference does not pass t1.slope (deck 0): forward gives shape (2, 3) where () is expected."),
        ("cases: scaled\n", "cases: scaled\n        compare: [z, zz]\n",
         "27:22: the reference does not pass t1.scaled (deck 1): The check expected an output called zz and did "
         "not get it. "
         "The probe scaled gives z, and no 'zz'. Did you mean 'z'?"),
        ("none: 0.5", "none: 0.5\n        output: label",
         "57:9: the reference does not pass t2.classify (deck 1): The predictions (label) are missing. "
         "The probe classify gives labels, and no 'label'. Did you mean 'labels'?"),
    ],
)  # fmt: skip
def test_a_check_that_the_reference_does_not_pass_is_refused_with_its_place(toy_folder, sandbox, old, new, words):
    with pytest.raises(AnswersError) as refused:
        freeze(StaffFolder(toy_folder), loader.load(edited(toy_folder, (old, new))), sandbox)
    assert str(refused.value) == f"{toy_folder}/assignment.yaml:{words}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('sizes = {"small"', 'sizes = {"small": 1 / 0, "smaller"',
         "cases/slopes: the cases of t1.slope cannot be drawn: ZeroDivisionError: division by zero (toy.py, line 18)."),
        ("for name, size in sizes.items()", "for name, size in sizes.items() if rng is None",
         "cases/slopes: the cases of t1.slope need at least one, each with its own name; got []."),
    ],
)  # fmt: skip
def test_cases_that_cannot_be_drawn_are_told_with_the_place_of_their_check(toy_folder, sandbox, old, new, words):
    with pytest.raises(AnswersError) as refused:
        freeze(StaffFolder(toy_folder), loader.load(edited(toy_folder, (old, new), name="cases/toy.py")), sandbox)
    assert str(refused.value) == f"{toy_folder}/assignment.yaml:36:9: {words}"


FIRST = """

SEEN = {}


def first(rng, of):
    state = rng.bit_generator.state["state"]["state"]
    return SEEN.setdefault(of, state) == state
"""


def test_every_check_that_fits_no_later_deck_is_refused_at_once_with_its_place(toy_folder, sandbox):
    edited(toy_folder, ("cases: slopes\n        public: true", "cases: slopes"))
    edited(toy_folder, ('Case(name, {"x":', 'Case(name, {"x" if first(rng, name) else "y":'), name="cases/toy.py")
    edited(
        toy_folder, ('keep={"labels":', 'keep={"labels" if first(rng, "classify") else "label":'), name="cases/toy.py"
    )
    path = toy_folder / "cases" / "toy.py"
    path.write_text(path.read_text() + FIRST)
    with pytest.raises(AnswersError) as refused:
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)
    assert str(refused.value).replace(f"{toy_folder}/assignment.yaml:", "").splitlines() == [
        "35:21: no case of t1.slope has an input 'x', whose gradient is asked for; there are dz, k, y.",
        "49:9: no case of t2.classify keeps 'labels'. Did you mean 'label'?",
    ]


def test_a_gradient_check_that_measures_nothing_is_broken_and_not_passed(toy_folder, sandbox, toy_answers, toy_source):
    shutil.rmtree(toy_folder / "cases")
    assignment = loader.load(edited(toy_folder, ("gradients: {x: dx}", "gradients: {v: dx}")))
    files = in_bytes(toy_source)
    report = Grader(assignment, toy_answers, sandbox).grade(Submission("me", files), ["t1.slope"])
    [line] = report.lines
    assert line.verdict.status == "broken" and line.points == 0
    assert "the case 'small' of t1.slope has none of the inputs v" in line.verdict.staff_note


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return x.nothing", "double fails on the case 'two' (AttributeError: "),
        ("return 'value = double('", "double fails on the case 'two' (SyntaxError: "),
    ],
)
def test_a_prompt_that_fails_on_a_case_is_refused_with_the_place_of_its_check(toy_folder, sandbox, body, words):
    (toy_folder / "prompts").mkdir()
    (toy_folder / "prompts" / "toy.py").write_text(f"def double(x):\n    {body}\n")
    with pytest.raises(AnswersError) as refused:
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)
    first = str(refused.value).splitlines()[0]
    assert re.search(r"assignment\.yaml:\d+:\d+: prompts/: ", first) and words in first


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("cases/toy.py", '{"x": 2.0}', '{"x": Case}'),
        ("toy.py", "return 2 * x", "return np.float64(2 * x) / np.float64(0)"),
        ("toy.py", "return k * dz", "return [object()]"),
        ("toy.py", "return k * x", "return {1: np.float64(k)}"),
    ],
)
def test_whatever_cannot_be_frozen_is_told_without_pythons_own_notation(
    toy_folder: Path, tmp_path: Path, name: str, old: str, new: str
) -> None:
    edited(toy_folder, (old, new), name=name)
    done = run("freeze", "--assignment", toy_folder, "--cache", tmp_path / "cache")
    assert done.returncode == 3 and "assignment.yaml:" in done.stderr
    assert not re.search(r"\b[A-Z]\w+\(|array\(|float64\(|<\w+ object|Traceback", done.stderr), done.stderr
