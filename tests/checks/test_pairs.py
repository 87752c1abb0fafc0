"""A gradient check is about one forward: the same each time it is called, and the right one where that is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.checks import KINDS
from autograder.checks.gradient import GradientOptions
from autograder.checks.pairs import AGAIN, NOT_RIGHT, OF_ANOTHER
from autograder.grading.attempts import converse
from autograder.records import AnswerKey, Call, Case, Check, Limits, Observation, Outputs, Rng, Verdict

CHECK = Check(
    id="q.slope",
    kind="gradient",
    title="backward is the slope of forward",
    points=1,
    probe="backward",
    cases="cases",
    options=GradientOptions(forward="forward", upstream="dz", gradients={"x": "dx"}),
    public=True,
    visibility="visible",
    limits=Limits(),
)
X, DZ = np.linspace(-1.3, 2.1, 6), np.linspace(0.4, 1.7, 6)
CASE = Case("six numbers", {"x": X, "dz": DZ})
RIGHT = {"z": np.tanh(X), "dx": DZ / np.cosh(X) ** 2}


class Tanh:
    """A student's work, which its tricks are changes of."""

    def forward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": np.tanh(x)}

    def backward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": np.tanh(x), "dx": dz / np.cosh(x) ** 2}


def judged(student: Any, answer: Outputs | None = RIGHT, case: Case = CASE) -> Verdict:
    def observe(calls: list[Call]) -> list[Observation]:
        return [Observation("returned", getattr(student, call.probe)(**call.case.inputs)) for call in calls]

    return converse(KINDS["gradient"].talk(CHECK, [case], AnswerKey((answer,))), observe)[0]


def test_a_right_gradient_passes_with_and_without_a_frozen_answer() -> None:
    assert judged(Tanh()).status == judged(Tanh(), None).status == "passed"


class OnesOnceMeasured(Tanh):
    measured = False

    def forward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": np.ones_like(x) if self.measured else np.tanh(x)}

    def backward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        self.measured = True
        return {"z": np.tanh(x), "dx": np.zeros_like(x)}


class FlatNearby(Tanh):
    def forward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": np.tanh(X) if np.allclose(x, X, atol=0.1) else np.tanh(x)}

    def backward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": np.tanh(x), "dx": np.zeros_like(x)}


class AnotherFunction(Tanh):
    def forward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": 3 * x}

    def backward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": 3 * x, "dx": 3 * dz}


@pytest.mark.parametrize(
    ("student", "answer", "words"),
    [
        (OnesOnceMeasured, RIGHT, AGAIN),
        (OnesOnceMeasured, None, AGAIN),
        (FlatNearby, RIGHT, OF_ANOTHER),
        (AnotherFunction, RIGHT, NOT_RIGHT),
    ],
)
def test_another_forward_while_it_is_measured_earns_nothing(
    student: Callable[[], Any], answer: Outputs | None, words: str
) -> None:
    verdict = judged(student(), answer)
    assert (verdict.status, verdict.score) == ("failed", 0.0) and words in verdict.message


def test_without_a_frozen_answer_only_the_students_own_forward_counts() -> None:
    assert judged(AnotherFunction(), None).status == "passed"


def test_a_message_about_another_forward_shows_no_number_where_the_check_is_hidden() -> None:
    for student in (FlatNearby(), AnotherFunction()):
        assert not any(character.isdigit() for character in judged(student).brief)


class Dropped(Tanh):
    """Draws in its own way from the generator of the case."""

    def forward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        return {"z": x * self.mask(others["rng"], x)}

    def backward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        mask = self.mask(others["rng"], x)
        return {"z": x * mask, "dx": dz * mask}

    def mask(self, rng: Rng, x: np.ndarray) -> np.ndarray:
        mask: np.ndarray = 1.0 * (np.random.default_rng(rng.seed).random(x.shape) > 0.3)
        return mask


def test_who_draws_other_numbers_from_a_generator_than_the_reference_loses_nothing() -> None:
    case = Case("six numbers", {**CASE.inputs, "rng": Rng(3)})
    other_draws = {"z": X, "dx": DZ}
    assert judged(Dropped(), other_draws, case).status == "passed"


def test_work_in_single_precision_loses_nothing() -> None:
    class Single(Tanh):
        def forward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
            return {"z": np.tanh(x.astype(np.float32))}

        def backward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
            narrow = x.astype(np.float32)
            return {"z": np.tanh(narrow), "dx": (dz / np.cosh(narrow) ** 2).astype(np.float32)}

    assert judged(Single()).status == "passed"


class NegativeLogarithm(Tanh):
    def forward(self, x: np.ndarray, dz: np.ndarray, **others: Any) -> dict[str, np.ndarray]:
        with np.errstate(invalid="ignore"):
            return {"z": np.log(x)}


def test_a_forward_without_a_slope_is_told_by_what_makes_such_numbers_and_no_hint_about_backward() -> None:
    verdict = judged(NegativeLogarithm(), None)
    assert (
        "forward gives numbers that are not finite, so its slope cannot be measured. nan usually comes"
        in verdict.message
    )
    assert verdict.hint == ""


def test_two_gradients_that_come_in_each_other_s_place_are_told_so_to_both_readers() -> None:
    x, w = np.ones((2, 3)), np.ones((3, 4))
    options = GradientOptions(forward="forward", upstream="dz", gradients={"x": "dx", "w": "dw"})
    case = Case("a product", {"x": x, "w": w, "dz": np.ones((2, 4))})

    def observe(calls: list[Call]) -> list[Observation]:
        return [Observation("returned", {"dx": w, "dw": x}) for _ in calls]

    [verdict, _] = converse(
        KINDS["gradient"].talk(replace(CHECK, options=options), [case], AnswerKey((None,))), observe
    )
    words = "dx has the shape of w, and dw that of x: in which order are they returned?"
    assert words in verdict.message and words in verdict.brief
