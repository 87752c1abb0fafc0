"""What bots are ranked by: the same for everybody, secret, and of no use to who knows the digits by heart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from autograder.contest.draws import Draw, DrawError, drawn
from autograder.records import Case, ContestTask, Rng
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION as HOME

SECRET = 2**100 + 7
SOLUTION = StaffFolder(HOME)
DIGITS = ContestTask("Digits", "bot_predictions", "contest_digits", 1024)
SPIRAL = ContestTask("Spiral", "bot_predictions", "contest_spiral", 1024)
FIRST = Draw("night", 0, 0)


@pytest.fixture(scope="module")
def functions() -> Mapping[str, Callable[..., Any]]:
    return SOLUTION.functions("cases")


def arrays(case: Case) -> list[np.ndarray]:
    return [case.inputs["X"], case.inputs["y"], case.inputs["X_test"], case.keep["labels"]]  # type: ignore[list-item]


def test_a_draw_is_the_same_whenever_it_is_made(functions: Mapping[str, Callable[..., Any]]) -> None:
    once, again = drawn(FIRST, DIGITS, functions, SECRET), drawn(FIRST, DIGITS, functions, SECRET)
    assert all(np.array_equal(a, b) for a, b in zip(arrays(once), arrays(again), strict=True))
    assert once.inputs["rng"] == again.inputs["rng"]


@pytest.mark.parametrize("other", [Draw("final", 0, 0), Draw("night", 0, 1), Draw("night", 1, 0)])
def test_draws_have_nothing_in_common(other: Draw, functions: Mapping[str, Callable[..., Any]]) -> None:
    one, two = drawn(FIRST, SPIRAL, functions, SECRET), drawn(other, SPIRAL, functions, SECRET)
    rows = {row.tobytes() for row in np.vstack([one.inputs["X"], one.inputs["X_test"]])}  # type: ignore[list-item]
    assert rows.isdisjoint(row.tobytes() for row in np.vstack([two.inputs["X"], two.inputs["X_test"]]))  # type: ignore[list-item]
    assert one.inputs["rng"] != two.inputs["rng"]


def test_another_secret_draws_another_contest(functions: Mapping[str, Callable[..., Any]]) -> None:
    one, two = drawn(FIRST, SPIRAL, functions, SECRET), drawn(FIRST, SPIRAL, functions, SECRET + 1)
    assert not np.array_equal(one.keep["labels"], two.keep["labels"])


def test_labels_stay_with_the_grader_and_the_bot_has_a_generator_of_its_own(
    functions: Mapping[str, Callable[..., Any]],
) -> None:
    case = drawn(FIRST, SPIRAL, functions, SECRET)
    assert set(case.inputs) == {"X", "y", "X_test", "rng"}
    generator = case.inputs["rng"]
    assert isinstance(generator, Rng)
    redrawn = functions["contest_spiral"](np.random.default_rng(generator.seed))
    assert not np.array_equal(redrawn.keep["labels"], case.keep["labels"])


def test_knowing_all_digits_by_heart_is_worth_little(functions: Mapping[str, Callable[..., Any]]) -> None:
    with (
        np.load(SOLUTION.path / "data/digits.npz") as known,
        np.load(SOLUTION.path / "data/digits_test_labels.npz") as labels,
    ):
        images = np.vstack([known["X_train"], known["X_test"]])
        classes = np.concatenate([known["y_train"], labels["y_test"]])
    accuracies = []
    for number in range(20):
        case = drawn(Draw("night", 0, number), DIGITS, functions, SECRET)
        X = np.asarray(case.inputs["X_test"])
        nearest = ((images**2).sum(axis=1) - 2 * X @ images.T).argmin(axis=1)
        accuracies.append(np.mean(classes[nearest] == case.keep["labels"]))
    assert np.mean(accuracies) < 0.5  # 0.26 was measured; the weakest staff bot has 0.89
    assert np.max(accuracies) < 0.8


def test_an_image_that_is_not_turned_or_moved_stays_as_it_is(functions: Mapping[str, Callable[..., Any]]) -> None:
    resampled = functions["contest_digits"].__globals__["_resampled"]
    images = np.random.default_rng(0).random((3, 8, 8))
    assert np.allclose(resampled(images, np.zeros(3), np.zeros((3, 2))), images)
    quarter = resampled(images, np.full(3, np.pi / 2), np.zeros((3, 2)))
    assert np.allclose(quarter, np.rot90(images, axes=(1, 2))) or np.allclose(
        quarter, np.rot90(images, -1, axes=(1, 2))
    )


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda rng: 1 / 0, "cannot draw a case for the contest: ZeroDivisionError"),
        (lambda rng: [], "must return one Case, and it returned list"),
        (lambda rng: Case("one", {}), "must keep the right 'labels'"),
        (
            lambda rng: Case("one", {"rng": 1}, keep={"labels": np.zeros(1)}),
            "must leave the input 'rng' to the contest",
        ),
    ],
)
def test_what_cannot_be_ranked_by_is_refused(made: Callable[..., Any], said: str) -> None:
    with pytest.raises(DrawError, match=said):
        drawn(FIRST, ContestTask("One", "probe", "made", 1024), {"made": made}, SECRET)
