"""The slope check where ReLU has its kink, in double and in single precision, called right here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from autograder.checks import KINDS
from autograder.grading.attempts import converse
from autograder.records import AnswerKey, Assignment, Call, Case, Observation, Verdict
from tests.support.reports import check_of

Function = Callable[[np.ndarray], np.ndarray]

HALF_A_STEP = 4e-6
"""Closer to the kink than the check's step, which then measures on both sides of it."""


def relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def relu_slope(x: np.ndarray) -> np.ndarray:
    return (x > 0).astype(float)


def verdict(toy: Assignment, forward: Function, slope: Function, x: Sequence[float]) -> Verdict:
    """The verdict on a gate with this forward and this slope, at x."""
    check = check_of(toy, "t1.slope")
    case = Case("near the kink", {"x": np.array(x), "k": 1.0, "dz": np.linspace(1, 2, len(x))})

    def observe(calls: list[Call]) -> list[Observation]:
        given = [call.case.inputs for call in calls]
        return [
            Observation("returned", {"value": np.asarray(forward(one["x"]))})  # type: ignore[arg-type]
            if call.probe == check.options.forward
            else Observation("returned", {"dx": slope(one["x"]) * one["dz"]})  # type: ignore[arg-type,operator]
            for call, one in zip(calls, given, strict=True)
        ]

    return converse(KINDS["gradient"].talk(check, [case], AnswerKey()), observe)[0]


@pytest.mark.parametrize("near", [HALF_A_STEP, -HALF_A_STEP, 9e-6, 1.1e-5])
def test_a_right_relu_passes_close_to_its_kink(toy: Assignment, near: float) -> None:
    assert verdict(toy, relu, relu_slope, [near, 0.3, -0.7]).status == "passed"


@pytest.mark.parametrize("near", [0.02, -0.02, 0.3])
def test_a_right_relu_in_single_precision_passes_beside_its_kink(toy: Assignment, near: float) -> None:
    single = lambda x: relu(x.astype(np.float32))  # noqa: E731
    assert verdict(toy, single, relu_slope, [near, 0.3, -0.7]).status == "passed"


def test_a_wrong_slope_at_the_kink_is_no_staircase(toy: Assignment) -> None:
    found = verdict(toy, relu, lambda x: np.ones_like(x), [HALF_A_STEP, 0.3, -0.7])
    assert found.status == "failed" and "staircase" not in found.message


@pytest.mark.parametrize("digits", [2, 3, 4])
def test_a_relu_that_rounds_is_a_staircase_at_its_kink_too(toy: Assignment, digits: int) -> None:
    found = verdict(toy, lambda x: np.round(relu(x), digits), relu_slope, [HALF_A_STEP, 0.3, -0.7])
    assert found.message.startswith("Your own forward is a staircase")


def test_a_single_precision_relu_with_a_wrong_slope_fails(toy: Assignment) -> None:
    single = lambda x: relu(x.astype(np.float32))  # noqa: E731
    found = verdict(toy, single, lambda x: 2 * relu_slope(x), [0.02, 0.3, -0.7])
    assert found.status == "failed" and "staircase" not in found.message
