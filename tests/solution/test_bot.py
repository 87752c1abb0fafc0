"""The contest: the bot that is given runs in its time and is weak, and labels that are none are told so."""

from pathlib import Path

import numpy as np
import pytest

from tests.support.places import SOLUTION


def test_the_given_bot_is_whole_and_has_nothing_to_fill_in(reference):
    source = Path(reference.bot.__file__).read_text()
    assert "BEGIN SOLUTION" not in source and "import numpy as np" in source


@pytest.mark.parametrize(("name", "low", "high"), [("few_digits", 0.8, 0.92), ("noisy_spiral", 0.5, 0.65)])
def test_the_given_bot_leaves_room_above_it(watch, reference, cases, laws, obeyed, name, low, high):
    for case in cases(name):
        outputs = watch("bot_predictions", case, bot=reference.bot)
        assert obeyed(laws.labels_are_classes, case, outputs) is None
        assert low < np.mean(outputs["labels"] == case.keep["labels"]) < high


def test_everybody_is_ranked_on_the_same_draws(cases):
    for name in ("few_digits", "noisy_spiral"):
        one, other = cases(name), cases(name)
        assert len(one) == 3
        for a, b in zip(one, other, strict=True):
            assert np.array_equal(a.inputs["X"], b.inputs["X"]) and a.inputs["rng"] == b.inputs["rng"]


def test_few_digits_are_300_of_all_and_no_row_is_on_both_sides(cases):
    for case in cases("few_digits"):
        assert case.inputs["X"].shape == (300, 64) and case.inputs["X_test"].shape == (1497, 64)
        assert not {row.tobytes() for row in case.inputs["X"]} & {row.tobytes() for row in case.inputs["X_test"]}


def test_who_knows_the_digits_by_heart_tells_few_of_them(cases):
    known = np.load(SOLUTION / "data" / "digits.npz")
    told = np.load(SOLUTION / "data" / "digits_test_labels.npz")
    X, y = np.vstack([known["X_train"], known["X_test"]]), np.concatenate([known["y_train"], told["y_test"]])
    for case in cases("few_digits"):
        distances = (X**2).sum(axis=1) - 2 * case.inputs["X_test"] @ X.T
        assert np.mean(y[distances.argmin(axis=1)] == case.keep["labels"]) < 0.4


@pytest.mark.parametrize(
    ("predict", "complaint"),
    [
        (lambda X: np.zeros(3), "expected (1000,)"),
        (lambda X: np.arange(len(X)), "no training example has"),
        (lambda X: np.zeros(len(X)), "one and the same label"),
    ],
)
def test_predictions_that_are_none_are_told_why(watch, instead, cases, laws, obeyed, predict, complaint):
    case = cases("noisy_spiral")[0]
    outputs = watch("bot_predictions", case, bot=instead("bot", train=lambda X, y, rng, seconds: predict))
    assert complaint in obeyed(laws.labels_are_classes, case, outputs)


def test_a_bot_that_returns_labels_instead_of_a_function_is_told_so(watch, instead, cases):
    with pytest.raises(Exception, match="expected a function that maps examples to labels"):
        watch("bot_predictions", cases("noisy_spiral")[0], bot=instead("bot", train=lambda X, y, rng, seconds: y))
