"""When two arrays agree: shape, finite entries, then one tolerance relative to the largest right entry."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.feedback.compare import disagreement

RIGHT = np.array([[1.0, -2.0, 3.0], [0.0, 5e-9, -1.0]])


def test_equal_close_and_single_precision_arrays_agree():
    assert disagreement(RIGHT, RIGHT) is None
    assert disagreement(RIGHT + 2.9e-5, RIGHT) is None
    assert disagreement(RIGHT.astype(np.float32), RIGHT) is None
    assert disagreement(np.array([1, 0, 1]), np.array([True, False, True])) is None


def test_the_tolerance_is_relative_to_the_largest_entry():
    wrong = RIGHT.copy()
    wrong[1, 1] += 3.2e-5
    found = disagreement(wrong, RIGHT)
    assert found is not None and found.index == (1, 1) and found.trouble == "value"
    assert disagreement(1e-9 * RIGHT, 1e-9 * RIGHT + 1e-12) is not None


@pytest.mark.parametrize(
    "got", [np.ones((1, 3)), np.ones((3, 1)), np.ones(4), np.array(1.0), np.zeros(0), np.ones((3, 3))]
)
def test_another_shape_disagrees_whatever_its_numbers(got):
    found = disagreement(got, np.ones(3))
    assert found is not None and found.trouble == "shape"


def test_one_number_may_come_in_an_array_of_one():
    assert disagreement(np.array([[2.0]]), np.array(2.0)) is None
    assert disagreement(np.array(2.0), np.array([2.0])) is None


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_entries_that_are_not_finite_never_agree(bad):
    wrong = RIGHT.copy()
    wrong[0, 2] = bad
    found = disagreement(wrong, RIGHT)
    assert found is not None and (found.trouble, found.index) == ("not finite", (0, 2))
    all_bad = disagreement(np.full_like(RIGHT, bad), RIGHT)
    assert all_bad is not None and all_bad.trouble == "not finite"


def test_an_answer_that_is_infinite_is_matched_by_the_same_infinity():
    right = np.array([np.inf, 1.0, np.nan])
    assert disagreement(right, right) is None
    for wrong in ([-np.inf, 1.0, np.nan], [1e300, 1.0, np.nan], [np.inf, 1.0, 0.0], [np.inf, 1.1, np.nan]):
        assert disagreement(np.array(wrong), right) is not None


def test_the_worst_entry_is_named():
    wrong = RIGHT.copy()
    wrong[0, 0] += 0.1
    wrong[1, 2] += 0.5
    found = disagreement(wrong, RIGHT)
    assert found is not None and found.index == (1, 2) and found.error == pytest.approx(0.5 / 3)
