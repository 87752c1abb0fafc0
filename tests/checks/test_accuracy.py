"""Right predictions earn nothing, and rank nowhere, where a law says that they are not the student's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.answers.store import Answers
from autograder.checks import kind_of, leaderboard
from autograder.checks.accuracy import accuracy_of
from autograder.grading.attempts import converse
from autograder.records import Assignment, Call, Case, Check, Law, Observation, Transcript, Verdict
from tests.support.reports import check_of

SAID = "The predictions are those of a list."


@pytest.fixture
def lawful(toy: Assignment) -> Check:
    """The toy's check of accuracy, with a law on what else comes back."""
    check = check_of(toy, "t2.classify")
    return replace(check, options=replace(check.options, law=("are_its_own",)))


@pytest.fixture
def laws() -> dict[str, Law]:
    return {"are_its_own": lambda inputs, outputs: None if outputs["own"] else SAID}


def outputs(call: Call, own: bool) -> dict[str, np.ndarray]:
    return {"labels": np.asarray(call.case.keep["labels"]), "own": np.array(own)}


def test_a_law_stands_before_the_accuracy(toy_answers: Answers, lawful: Check, laws: dict[str, Law]) -> None:
    def verdict(own: bool) -> Verdict:
        talk = kind_of(lawful).talk(lawful, toy_answers.cases(lawful, 1), toy_answers.key(lawful, 1, laws))
        return converse(talk, lambda calls: [Observation("returned", outputs(call, own)) for call in calls])[0]

    own, borrowed = verdict(True), verdict(False)
    assert (own.status, own.score) == ("passed", 1.0)
    assert (borrowed.status, borrowed.score) == ("failed", 0.0) and borrowed.message.startswith(SAID)


def test_a_leaderboard_counts_what_a_law_forbids_as_nothing(
    toy: Assignment, toy_answers: Answers, laws: dict[str, Law]
) -> None:
    calls = tuple(Call("classify", case) for case in toy_answers.cases(check_of(toy, "t2.classify"), 1))
    [board] = toy.leaderboards

    def ranked(own: bool) -> float | None:
        seen = tuple(Observation("returned", outputs(call, own)) for call in calls)
        return leaderboard.ranking(board, Transcript(calls, seen), tuple(laws.values())).value

    assert ranked(True) == 1.0 and ranked(False) == 0.0


@pytest.mark.parametrize(
    ("predicted", "right", "found"),
    [
        ({"label": ["1", "", "0"]}, [1, 0, 0], "The predictions (label) must be numbers, and prediction 2 is ''."),
        ({"label": ["True", "false", "False"]}, [1, 0, 0], 1.0),
        ({"label": [True, False, False]}, [1, 0, 1], 2 / 3),
        ({"label": [1, 2, 3]}, ["a", "b", "c"], "The predictions (label) are numbers, expected texts."),
        ({"label": [3, 5, 7]}, ["3", "5", "8"], 2 / 3),
        ({"label": ["a", "b", "c"]}, ["a", "b", "d"], 2 / 3),
        (
            {"id": [1, 2, 3], "Label": [1, 0, 0]},
            [1, 0, 0],
            "The predictions (label) are missing. There are id, Label. Did you mean 'Label'?",
        ),
        ({}, [1, 0, 0], "The predictions (label) are missing."),
    ],
)
def test_predictions_of_another_kind_are_told(predicted: dict[str, list[Any]], right: list[Any], found: Any) -> None:
    call = Call("", Case("the test set", {}, keep={"labels": np.array(right)}))
    seen = Observation("returned", {name: np.array(values) for name, values in predicted.items()})
    assert accuracy_of(call, seen, "label", "labels") == found
