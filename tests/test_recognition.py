"""A wrong answer that a known mistake gives is told that mistake's hint, and no other."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.answers import Answers
from autograder.freeze import freeze
from autograder.grading import grade
from autograder.prove.ledger import Ledger
from autograder.records import Assignment, Report, Submission
from autograder.release.kit import kit
from autograder.spec import load
from autograder.wrong_answers import with_mistakes
from tests.known_toy import copy_of_toy, frozen


@pytest.fixture(scope="module")
def known(tmp_path_factory, sandbox) -> tuple[Assignment, Answers]:
    folder = tmp_path_factory.mktemp("known")
    return frozen(copy_of_toy(folder / "toy"), sandbox, folder / "cache")


@pytest.fixture
def verdict(known, sandbox, toy_source) -> Callable[..., Report]:
    """The report on the toy reference with functions redefined below it."""

    def run(code: str, check: str, deck: int = 1) -> Report:
        files = {**toy_source, "toy.py": toy_source["toy.py"] + "\n\n" + code}
        submission = Submission("student", {name: text.encode() for name, text in files.items()})
        report = grade(*known, submission, sandbox, only=[check.split(".")[0]], deck=deck)
        return next(line.verdict for line in report.lines if line.check.id == check)

    return run


@pytest.mark.parametrize(
    ("code", "check", "mistake"),
    [
        ("def double(x):\n    return x * 0.5", "t1.double", "half"),
        ("def double(x):\n    return (x * x) ** 0.5 * 2", "t1.double", "absolute"),
        ("def scaled(x, k):\n    return x + k * np.ones_like(x)", "t1.scaled", "shifted"),
        ("def scaled_backward(x, k, dz):\n    return np.full(x.shape, k)", "t1.slope", "no_upstream"),
        ("def shuffled(n, rng):\n    return list(range(n))", "t2.order", "sorted"),
        ("def shuffled(n, rng):\n    return rng.choice(n, n)", "t2.order", "replaced"),
    ],
)
@pytest.mark.parametrize("deck", [1, 2])
def test_other_code_with_the_same_numbers_is_the_same_mistake(verdict, code, check, mistake, deck) -> None:
    found = verdict(code, check, deck)
    assert found.status == "failed" and found.mistake == mistake


def test_the_hint_is_the_mistakes_own(verdict) -> None:
    assert verdict("def double(x):\n    return 2 * abs(x)", "t1.double").hint == "What is twice a negative number?"


def test_a_sign_on_top_of_a_mistake_is_told_too(verdict) -> None:
    found = verdict("def scaled(x, k):\n    return -(x + k)", "t1.scaled")
    assert found.mistake == "shifted"
    assert found.hint == "What does scaled give for x = 0? And the sign is wrong as well."


def test_a_factor_with_a_name_on_top_of_a_mistake_is_told_too(verdict) -> None:
    found = verdict("def scaled(x, k):\n    return (x + k) / 3", "t1.scaled")
    assert found.hint == "What does scaled give for x = 0? On top of that, everything is 1/3 times as large."


def test_a_mistake_in_one_case_and_not_in_the_others_is_not_called_known(verdict) -> None:
    found = verdict("def double(x):\n    return x / 2 if x > 0 else 7.25", "t1.double")
    assert found.status == "failed" and found.mistake == ""


def test_wrong_numbers_that_nobody_knows_keep_the_checks_hint(verdict) -> None:
    found = verdict("def double(x):\n    return x + 17.125", "t1.double")
    assert (found.mistake, found.hint) == ("", "What is twice a number?")


def test_a_right_answer_is_no_mistake(verdict) -> None:
    found = verdict("def double(x):\n    return x + x", "t1.double")
    assert (found.status, found.mistake, found.hint) == ("passed", "", "")


def test_the_kit_knows_the_mistakes_of_public_checks_and_no_others(known) -> None:
    data = kit(*known)["answers.npz"]
    index = bytes(np.load(io.BytesIO(data))["index"]).decode()
    assert "Is twice a number larger or smaller?" in index and "What arrives from above?" in index
    assert "What does scaled give for x = 0?" not in index and "Where does chance come in?" not in index


def test_a_second_freeze_takes_everything_from_the_ledger(tmp_path: Path, sandbox) -> None:
    assignment = load(copy_of_toy(tmp_path / "toy"))
    right = freeze(assignment, sandbox)
    first = Ledger(tmp_path / "cache")
    once = with_mistakes(assignment, right, first, 2, lambda done, total, name: None)
    again = Ledger(tmp_path / "cache")
    twice = with_mistakes(assignment, right, again, 2, lambda done, total, name: None)
    assert first.misses > 0 and again.misses == 0
    assert {key: [one.mistake for one in row] for key, row in once.wrong.items()} == {
        key: [one.mistake for one in row] for key, row in twice.wrong.items()
    }
