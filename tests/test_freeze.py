"""Freezing refuses an assignment whose checks do not fit their cases, or whose reference does not pass them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder import spec
from autograder.answers import AnswersError
from autograder.freeze import freeze
from autograder.grading import grade
from autograder.records import Submission
from tests.conftest import TOY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("assignment.yaml", "gradients: {x: dx}", "gradients: {X: dx}",
         "no case of t1.slope has an input 'X', whose gradient is asked for. Did you mean 'x'?"),
        ("assignment.yaml", "gradients: {x: dx}", "gradients: {x: dx, v: dv}",
         "no case of t1.slope has an input 'v', whose gradient is asked for."),
        ("assignment.yaml", "gradients: {x: dx}", "gradients: {x: dq}",
         "the reference does not pass t1.slope (deck 0): The gradient dq is missing."),
        ("cases/toy.py", 'Case(name, {"x":', 'Case(name, {"x" if name == "small" else "y":',
         "the case 'large' of t1.slope has none of the inputs x."),
    ],
)  # fmt: skip
def test_a_gradient_check_that_would_measure_nothing_is_refused(folder, sandbox, name, old, new, words):
    with pytest.raises(AnswersError) as refused:
        freeze(spec.load(edited(folder, name, old, new)), sandbox)
    assert words in str(refused.value)


def test_a_gradient_check_that_measures_nothing_is_broken_and_not_passed(folder, sandbox, toy_answers, toy_source):
    assignment = spec.load(edited(folder, "assignment.yaml", "gradients: {x: dx}", "gradients: {v: dx}"))
    files = {name: text.encode() for name, text in toy_source.items()}
    report = grade(assignment, toy_answers, Submission("me", files), sandbox, ["t1.slope"])
    [line] = report.lines
    assert line.verdict.status == "broken" and line.points == 0
    assert "the case 'small' of t1.slope has none of the inputs v" in line.verdict.finding
