"""Every explanation is said where it is true, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.feedback.compare import disagreement
from autograder.feedback.explain import explanations

from .wording import said

RNG = np.random.default_rng(5)
A = RNG.normal(size=(4, 3)) + 3 * np.sign(RNG.normal(size=(4, 3)))
SQUARE = RNG.normal(size=(4, 4)) * 3
V = np.array([1.5, -2.25, 0.75, 3.5, -1.25])
P = np.abs(A) / np.abs(A).sum(axis=1, keepdims=True)
ZEROS = np.where(RNG.random((4, 3)) < 0.4, 0.0, A)
ZEROS[0, 0] = 0.0
ZEROS[0, 1] = 2.5
ONE_ZERO, ONE_ON = np.where(np.arange(5) == 1, [[0], [1.5]], V)


X = {"X": RNG.normal(size=(7, 2))}
X_10, Y_10 = RNG.normal(size=(2, 5, 4))
BRANCHES = [np.where(SQUARE > 0, *slopes) * np.sign(SQUARE.T) * (3 + SQUARE.T**2) for slopes in ([1, 0.01], [0.01, 1])]
ONE_ROW_WRONG = A + np.eye(4)[:, [2]] * RNG.normal(size=3)


@pytest.mark.parametrize(
    ("got", "expected", "inputs", "words"),
    [
        (0 * A, A, {}, "dX is zero everywhere."),
        (-A, A, {}, "Every entry of dX has the wrong sign."),
        (7 * A, A, X, "dX is the number of rows of X times what it should be, in every entry."),
        (A / 7, A, X, "dX is 1/(the number of rows of X) times what it should be, in every entry."),
        (-A / 2, A, X, "dX is minus 1/2 times what it should be, in every entry."),
        (A / np.log(10), A, {}, "dX is 1/ln 10 (a base-10 logarithm) times what it should be, in every entry."),
        (0.3 * A, A, {"p": 0.7}, "dX is (1 - p) times what it should be, in every entry."),
        (1.2345 * A, A, {}, "dX is 1.2345 times what it should be, in every entry."),
        (-0.7 * A, A, {"dloss": -0.7}, "dX is dloss times what it should be, in every entry."),
        (0.7 * A, A, {"dloss": -0.7}, "dX is minus dloss times what it should be, in every entry."),
        (7 / 6 * A, A, X, "dX is n/(n - 1) (n is the number of rows of X) times what it should be, in every entry."),
        (6 / 7 * A, A, X, "dX is (n - 1)/n (n is the number of rows of X) times what it should be, in every entry."),
        (2 / 3 * A, A, {"k": 3}, "dX is (k - 1)/k times what it should be, in every entry."),
        (1.5 * A, A, {"k": 3}, "dX is k/(k - 1) times what it should be, in every entry."),
        (A / 7 / np.log(10), A, X, "dX is 1/ln 10 (a base-10 logarithm) times 1/(the number of rows of X) times what"),
        (-A * 0.3 / 7, A, {**X, "alpha": 0.3}, "dX is minus alpha times 1/(the number of rows of X) times "
                                               "what it should"),
        (1e-20 * A**2, A, {}, "dX is practically zero everywhere."),
        (SQUARE.T, SQUARE, {}, "dX is transposed."),
        (-SQUARE.T, SQUARE, {}, "dX is transposed, and minus one times what it should be."),
        (V[::-1], V, {}, "dX is in reversed order."),
        (np.roll(V, 2), V, {}, "dX has the right numbers in the wrong places."),
        (A + 0.5, A, {"dZ": A + 0.5}, "dX is just dZ, unchanged."),
        (A + 0.5, A, {"dZ": -A - 0.5}, "dX is just dZ with the other sign."),
        (A[0], A.sum(axis=0), {"dZ": A}, "dX is just the first row of dZ: what about the others?"),
        (A[-1], A.sum(axis=0), {"dZ": A}, "dX is just the last row of dZ: what about the others?"),
        (A, A * SQUARE[:, :3], {"dZ": SQUARE[:, :3]}, "dX times dZ would be right: is dZ left out?"),
        (A * SQUARE[:, :3], A, {"Y": SQUARE[:, :3]}, "dX is Y times what it should be: is there one factor too "
                                                     "many?"),
        (A, A + V[:3], {"b": V[:3]}, "dX plus b would be right: is b left out?"),
        (A + V[:3], A, {"b": V[:3]}, "dX minus b would be right: is b added once too often?"),
        (A + 0.125 * SQUARE[:, :3], A, {"W": SQUARE[:, :3]}, "dX is off by a multiple of W: where does W come in?"),
        (np.where(SQUARE[:, :3] < 0, A**3, A), A, {"X": SQUARE[:, :3]}, "dX is wrong exactly where X is negative"),
        (np.where(SQUARE[:, :3] > 0, A**3, A), A, {"X": SQUARE[:, :3]}, "dX is wrong exactly where X is positive"),
        (np.where(np.abs(SQUARE) > 2, SQUARE**3, SQUARE), SQUARE, {"Z": SQUARE}, "dX is wrong exactly where Z is "
                                                                                 "large in size"),
        (np.where(X_10 > 0.3, X_10**2, Y_10), Y_10, {"X": X_10}, "dX is wrong exactly where X is large: is there a "
                                                                 "threshold?"),
        (np.minimum(A, 2), A, {}, "dX never goes above 2, and should in"),
        (np.maximum(A, 0), A, {}, "dX never goes below 0, and should in"),
        (BRANCHES[0], BRANCHES[1], {"Z": SQUARE}, "dX is 100 times what it should be where Z is positive, and "
                                                  "0.01 times"),
        (A + 0.25, A, {}, "dX is 0.25 too large in every entry."),
        (A**2, A, {}, "dX is the square of what it should be."),
        (np.sqrt(P), P, {}, "dX is the square root of what it should be."),
        (np.log(P), P, {}, "dX is the natural logarithm of what it should be."),
        (np.exp(V), V, {}, "dX is e to the power of what it should be."),
        (1 / V, V, {}, "dX is 1 divided by what it should be."),
        (2 / 3, 1 / 3, {"F": np.ones((3, 2))}, "dX is 2 times what it should be."),
        (-0.75, 0.75, {}, "dX has the wrong sign."),
        (66.6, 0.666, {}, "dX is 100 times what it should be."),
        (A / np.sqrt(7), A, X, "dX is 1/(the square root of the number of rows of X) times what it should be, in "
                               "every entry."),
        (1 - P, P, {}, "dX is 1 minus what it should be."),
        (np.trunc(A), A, {}, "dX holds whole numbers, the right ones without their fractions. Is it kept in "
                             "an array of"),
        (A * np.where(np.arange(12).reshape(4, 3) < 8, -1, 1), A, {}, "The sizes in dX are right, but 8 of 12 signs "
                                                                      "are wrong."),
        (np.where(ZEROS == 0, V[0], 0), ZEROS, {}, "dX is zero exactly where it should be nonzero, and nonzero "
                                                   "where it should be zero"),
        (A * np.array([[2.0], [3.0], [0.5], [7.0]]), A, {}, "Every row of dX is off by a factor of its own"),
        (A * np.array([2.0, 3.0, 0.5]), A, {}, "Every column of dX is off by a factor of its own"),
        (A + np.array([[2.0], [3.0], [0.5], [7.0]]), A, {}, "Every row of dX is off by an added number of its own"),
        (A + np.array([2.0, 3.0, 0.5]), A, {}, "Every column of dX is off by an added number of its own"),
        (ONE_ROW_WRONG, A, {}, "dX is right in part: row 2 (counted from 0) is wrong."),
        (np.where(ZEROS == 0, 1.5, ZEROS), ZEROS, {}, "entries that should be zero and are not: what should "
                                                      "switch them off?"),
        (np.where(np.arange(5) == 1, 0, V), V, {}, "dX is right where it is not zero, but 1 entry is zero that "
                                                   "should not"),
        (np.where(np.arange(5) < 2, 0, V[:5]), V[:5], {}, "dX is right where it is not zero, but 2 entries "
                                                          "are zero that"),
        (ONE_ON, ONE_ZERO, {}, "dX has 1 entry that should be zero and is not: what should switch it off?"),
        (np.where(np.arange(5) == 3, 7.25, V), V, {}, "dX is right in part: 1 of 5 entries is wrong."),
        (np.where(np.arange(5) > 2, [0, 0, 0, 7.25, 1.75], V), V, {}, "dX is right in part: 2 of 5 entries are wrong."),
        (A * np.where(np.arange(12).reshape(4, 3) == 5, -1, 1), A, {}, "The sizes in dX are right, but 1 of 12 "
                                                                       "signs is wrong."),
        (np.where(A < 0, 0.1 * A, A), A, {}, "dX is right in part; the other entries are off by one factor."),
        (np.round(A, 2), A, {}, "dX is right, but rounded to 2 digits after the point."),
        (np.r_[V[0], V[1:] ** 2], V, {}, "Only the first entry of dX is right: what is different from the second on?"),
        (np.r_[A[:1], 0 * A[1:]], A, {}, "Only the first row of dX is right: does a loop end too early?"),
        (np.full(5, 2.75), V, {}, "All entries of dX are the same number, and should not be."),
    ],
)  # fmt: skip
def test_a_wrong_array_is_explained(got: Any, expected: Any, inputs: dict[str, Any], words: str) -> None:
    assert words in said(got, expected, inputs)


def test_probabilities_along_the_wrong_axis_are_seen_by_their_sums() -> None:
    E = np.exp(A)
    right, wrong = E / E.sum(axis=1, keepdims=True), E / E.sum(axis=0, keepdims=True)
    wrong = wrong + 0.01 * (np.arange(12).reshape(4, 3) % 2 - 0.5) * np.array([[1], [1], [-1], [-1]])
    text = said(wrong, right)
    assert text.startswith("Every row of dX should add up to 1, but yours do not.")


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (
            A.sum(axis=0, keepdims=True),
            A.sum(axis=0),
            "The numbers of dX are right; a sum with keepdims=True keeps an extra axis",
        ),
        (V, V[None, :], "The numbers of dX are right, but an axis of length 1 is missing."),
        (A.T, A, "dX is the transpose of what it should be."),
        (A.ravel(), A, "The numbers of dX are right and in the right order; the shape is not. Was it flattened?"),
        (A, A.sum(axis=0), "dX has an axis too many: its sum over axis 0 would be right."),
        (A, A.mean(axis=1), "dX has an axis too many: its mean over axis 1 would be right."),
        (A.sum(axis=1), A, "dX is the sum of the right answer over axis 1: it went one step too far."),
        (np.array(A.mean()), A, "dX is the mean of the right answer over everything: it went too far."),
        (V[:-1], V, "dX is right as far as it goes; the last entry is missing."),
        (V[2:], V, "dX is right as far as it goes; the first 2 entries are missing."),
        (V, V[:3], "dX is right, with 2 extra entries at the end."),
        (np.zeros(0), V, "dX is empty."),
        (A[None] + 1, A, "dX has one axis too many"),
        (A.T + 1, A, "dX has its two axes swapped: is a transpose missing or one too many?"),
        (
            A[0],
            A,
            "dX is just the first row of what it should be: is an array returned where a list of arrays is asked",
        ),
        (np.array([A, A**2, SQUARE[:, :3]])[::-1], SQUARE[:, :3] + 1, "dX has more axes than it should"),
        (np.array([6.5, 0.0]), np.array(6.5), "The first entry of dX would be right alone: is more returned than is"),
        (np.full(4, 1.5), np.array(1.5), "dX has an axis too many: its mean over axis 0 would be right."),
        (np.array([V - 1, V]), V, "The last row of dX would be right alone: are all steps returned"),
        (np.array(1.5), A, "dX is a single number: is it multiplied by an array yet, or was too much summed up?"),
        (np.outer(V, V), V, "dX is a square table: did a column meet a row?"),
        (RNG.normal(size=(5, 2)), V, "dX has more axes than it should: is a sum over one axis missing?"),
        (RNG.normal(size=4), A, "dX has fewer axes than it should: was too much summed up, or a part taken"),
    ],
)
def test_a_wrong_shape_is_explained_by_the_numbers_first(got: Any, expected: Any, words: str) -> None:
    assert words in said(got, expected)


def test_numbers_that_are_not_finite_are_counted_and_their_makers_named() -> None:
    bad = A.copy()
    bad[1, 1] = np.nan
    assert said(bad, A).startswith("1 of 12 entries of dX is not finite. nan usually comes from inf - inf")
    wrong = disagreement(bad, A)
    assert wrong is not None
    [why] = explanations(wrong, {})
    assert why.brief.startswith("nan usually comes from inf - inf")
    assert "or the logarithm or square root of a negative number" in why.brief
    bad[1, 1] = np.inf
    assert "inf usually comes from an overflow, a division by 0 or the logarithm of 0" in said(bad, A)


def test_a_number_that_stays_finite_is_asked_what_keeps_it_so() -> None:
    words = "dX stays finite where it should not: is some number kept from getting too large or too small"
    assert said(34.5, np.inf).startswith(words) and said(np.array([1.0, 2.0]), np.array([1.0, np.inf])).startswith(
        words
    )


def test_infinities_in_their_places_leave_finite_numbers_unexplained() -> None:
    infinite = np.array([1.0, np.inf, np.nan])
    assert said(np.array([2.0, np.inf, np.nan]), infinite) == ""


def test_the_answer_to_something_else_is_recognised() -> None:
    others = {"dW should be": V * 2.5, "it should be in case 1, an earlier one: does it stay?": V**2}
    assert said(V * 2.5 + 0, V + 1, others=others) == "dX is exactly what dW should be."
    assert said(V**2, V + 1, others=others).startswith("dX is exactly what it should be in case 1, an earlier one")


def test_what_was_added_to_the_right_answer_is_recognised() -> None:
    others = {"it should be in case 1, an earlier one: does something stay from call to call?": V**2}
    words = "dX is too large by exactly what it should be in case 1, an earlier one: does something stay"
    assert said(V + V**2, V, others=others).startswith(words)
    assert said(V + V**2 + 0.5, V, others=others) == ""


def test_a_factor_that_depends_on_the_sign_of_an_entry_is_no_factor_of_a_row() -> None:
    rows = np.array([[1.5, 2.0, 3.25], [-1.0, -2.5, -0.75], [4.0, 0.5, 2.75], [-3.0, -1.25, -0.5]])
    slope, swapped = (np.where(rows > 0, *slopes) * rows for slopes in ([1, 0.01], [0.01, 1]))
    assert said(swapped, slope).startswith("dX is 0.01 times what it should be where it should be positive, and 100")


@pytest.mark.parametrize("got", [2 * A, -A, 0.3 * A, A + 0.25])
def test_one_factor_or_one_added_number_for_all_is_none_of_a_row_s_own(got: np.ndarray) -> None:
    wrong = disagreement(got, A)
    assert wrong is not None
    assert not any("of its own" in why.full for why in explanations(wrong, {}, "dX"))


def test_two_logarithms_have_no_ratio_with_a_name() -> None:
    """ln 1e-15 is 15/16 of ln 1e-16, which is (n - 1)/n where n is 16."""
    inputs = {"X": np.ones((16, 2))}
    wrong = disagreement(-np.log(1e-15), -np.log(1e-16))
    assert wrong is not None
    first, *others = explanations(wrong, inputs, "loss")
    assert first.full.startswith("loss is minus the logarithm of 1e-15, whatever the inputs are")
    assert [why.needs_cases for why in others] == [2]


def test_one_number_proves_nothing_about_something_else() -> None:
    assert said(3.25, 1.7, others={"dW should be": np.array(3.25)}) == ""


RELATED: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "has the wrong sign": lambda right, other: -right,
    "times what it should be": lambda right, other: 1.2345 * right,
    "is the square of": lambda right, other: right**2,
    "times Y would be right": lambda right, other: right / other,
    "plus Y would be right": lambda right, other: right - other,
    "off by a multiple of Y": lambda right, other: right + 0.3 * other,
    "is just Y": lambda right, other: other,
    "has the right numbers in the wrong places": lambda right, other: np.roll(right, (1, 1), (0, 1)),
    "too large in every entry": lambda right, other: right + 0.7,
    "Every row of dX is off by a factor": lambda right, other: right * np.arange(2, 2 + len(right))[:, None],
    "Every column of dX is off by an added": lambda right, other: right + np.arange(1.0, 1 + right.shape[1]) ** 2,
    "is wrong exactly where Y is negative": lambda right, other: np.where(other < 0, right**3 + 1, right),
    "times what it should be where Y is positive, and": lambda right, other: np.where(other > 0, 5, 0.2) * right,
    "never goes above": lambda right, other: np.minimum(right, np.median(right)),
    "is too large by exactly what dW should be": lambda right, other: right + other**2,
}


def pair(seed: int, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A right array and another one, of which both signs are there."""
    right, other = np.random.default_rng(seed).normal(size=(2, *shape))
    other[:, :2] = np.abs(other[:, :2]) * [1, -1]
    return right, other


shapes = st.tuples(st.integers(3, 6), st.integers(4, 7))
seeds = st.integers(0, 10**6)


@pytest.mark.parametrize("words", RELATED)
@given(seed=seeds, shape=shapes)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_relation_is_found_whatever_the_numbers_are(words: str, seed: int, shape: tuple[int, int]) -> None:
    right, other = pair(seed, shape)
    assert words in said(RELATED[words](right, other), right, {"Y": other}, {"dW should be": other**2})


@given(seed=seeds, shape=shapes)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_unrelated_arrays_are_not_explained(seed: int, shape: tuple[int, int]) -> None:
    right, other = pair(seed, shape)
    rng = np.random.default_rng([seed, 1])
    inputs = {"Y": other, "b": rng.normal(size=shape[1]), "alpha": 0.3, "y": rng.integers(0, 3, size=shape[0])}
    assert said(rng.normal(size=shape), right, inputs, {"dW should be": other**2}) == ""


@given(seed=seeds, shape=st.tuples(st.integers(4, 6), st.integers(6, 7)))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_entries_that_are_wrong_at_random_are_only_counted(seed: int, shape: tuple[int, int]) -> None:
    right, other = pair(seed, shape)
    rng = np.random.default_rng([seed, 2])
    wrong = rng.permutation(right.size).reshape(shape) < right.size // 2
    got = np.where(wrong, rng.normal(size=shape), right)
    assert said(got, right, {"Y": other}).startswith("dX is right in part: ")


@given(seed=seeds)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_one_unrelated_number_is_not_explained(seed: int) -> None:
    got, right, alpha = np.random.default_rng(seed).normal(size=3)
    assert said(got, right, {"X": np.ones((7, 5)), "alpha": alpha}) == ""


def test_a_hidden_check_is_told_no_number_of_its_case() -> None:
    wrong = disagreement(1.2345 * A, A)
    assert wrong is not None
    why, *others = explanations(wrong, {}, "dX")
    assert why.brief == "dX is off by one constant factor in every entry."
    assert not any("1.23" in one.brief for one in others)


def test_a_decision_for_0_or_1_is_not_said_to_be_kept_in_an_array_of_integers() -> None:
    probabilities = np.array([[0.93, 0.07], [0.2, 0.8], [0.6, 0.4]])
    assert "integers" not in said(np.round(probabilities), probabilities, {})


def test_of_labels_of_one_size_nothing_is_said_of_squares_and_sizes():
    labels = np.array([1, -1, -1, 1, -1])
    assert not any("square" in why or "absolute" in why for why in [said(np.ones(5, dtype=bool), labels)])


def test_what_makes_the_right_numbers_is_told_before_the_places_they_are_in():
    right = np.array([0.1, 0.4, 0.6, 0.9, 0.5])
    assert said(1 - right, right) == "dX is 1 minus what it should be."
