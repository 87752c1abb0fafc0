"""When two arrays agree: shape, finite entries, then one tolerance relative to the largest right entry."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.feedback.compare import Precision, disagreement, relative_error
from autograder.feedback.mismatches import mismatch
from autograder.records import Case

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


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ([1e6, 5, 0.9], [1e6, 1, 0.001]),
        ([1e6, 1.0, 0.9], [1e6, 1.0, 0.001]),
        ([123456.789, 0.5], [123456.789, 0.25]),
        (1_000_004, 1_000_003),
        (1_000_004.0, 1_000_003),
        (1_000_004.0, 1_000_003.0),
        (2**53 + 1, 2**53),
        ([True, True], [True, False]),
        ([1, 2, 3.5], [1, 2, 3]),
        (1 + 2j, 1 - 2j),
    ],
)
def test_a_wrong_integer_and_a_small_wrong_entry_beside_a_large_one_show(got, expected):
    assert disagreement(np.array(got), np.array(expected)) is not None


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ([3.0, 4.0000000001], [3, 4]),
        ([1, 0], [True, False]),
        ([1e6, 1.0, 0.001 + 1e-6], [1e6, 1.0, 0.001]),
        (1 + 2.000001j, 1 + 2j),
        (3, 3 + 0j),
        (np.float32([1234.5, 1e-5]), [1234.5, 5e-4]),
        ([np.nan, 1.0, np.inf], [np.nan, 1.0, np.inf]),
        ([[]], [[]]),
    ],
)
def test_right_numbers_of_another_kind_or_of_single_precision_agree(got, expected):
    assert disagreement(np.array(got), np.array(expected)) is None


def test_small_entries_have_the_noise_of_the_large_ones():
    """Work in single precision whose result is kept in double precision."""
    rng = np.random.default_rng(1)
    right = rng.standard_normal(200) * 10.0 ** rng.integers(-9, 1, 200)
    noisy = right + 3e-8 * rng.standard_normal(200)
    assert disagreement(noisy, right) is None
    noisy[np.argmin(np.abs(right))] += 3e-6
    assert disagreement(noisy, right) is not None


@pytest.mark.parametrize(
    ("how", "got", "agrees"),
    [
        (Precision(tolerance=1e-3), [1000.5, 0.6], True),
        (Precision(rtol=1e-3), [1000.5, 0.1], True),
        (Precision(rtol=1e-3), [1000.5, 0.1002], False),
        (Precision(rtol=1e-3, atol=1e-3), [1000.5, 0.1002], True),
        (Precision(atol=1e-3), [1000.5, 0.1], False),
        (Precision(exact=True), [1000.0, 0.1], True),
        (Precision(exact=True), [1000.0, np.nextafter(0.1, 1)], False),
        (Precision(exact=False), [1000.0, 0.1], True),
    ],
)
def test_staff_may_say_how_closely_numbers_must_agree(how, got, agrees):
    assert (disagreement(np.array(got), np.array([1000.0, 0.1]), how) is None) == agrees


def test_integers_may_have_a_tolerance_and_floats_may_have_none():
    assert disagreement(np.array(1004), np.array(1003), Precision(tolerance=0.01)) is None
    assert disagreement(np.array(1004), np.array(1003), Precision(exact=False)) is not None
    assert disagreement(np.array(3.0000001), np.array(3), Precision(exact=True)) is not None


def test_exactly_equal_means_that_no_number_is_rounded_first():
    exact = Precision(exact=True)
    large = 2**62 + 1
    for got, right in ((2.0**62, large), (large, 2.0**62)):
        assert disagreement(np.array([got]), np.array([right]), exact) is not None
    assert disagreement(np.array([2.0**62]), np.array([2**62]), exact) is None
    assert disagreement(np.float32(0.5), np.array(0.5), exact) is None
    assert disagreement(np.array([1.0, np.nan]), np.array([1.0, np.nan]), exact) is None
    assert disagreement(np.array(True), np.array(1), exact) is None


def test_real_numbers_in_double_precision_are_not_single_beside_complex_ones():
    right = np.array([1.0, 1e-7])
    assert disagreement(np.array([1.0, 4e-7]), right.astype(complex)) is not None
    assert disagreement(np.array([1.0, 4e-7], np.float32), right) is None


def test_no_difference_of_whole_numbers_wraps():
    got, right = np.array([3, 4, 200], np.uint8), np.array([5, 4, 200], np.uint8)
    wrong = disagreement(got, right)
    assert wrong is not None and relative_error(got, right) == 2 / 200
    assert mismatch("v", wrong, Case("c", {})).full.startswith("v[0] is 3, expected 5.")
    near = disagreement(np.uint8(199), np.uint8(200))
    assert near is not None and "Whole numbers must be exact." in mismatch("v", near, Case("c", {})).full
    assert disagreement(np.array([-128], np.int8), np.array([127], np.int8)) is not None
    assert disagreement(np.array([2**64 - 1], np.uint64), np.array([2**64 - 1], np.uint64)) is None


def test_what_may_be_rounding_around_zero_agrees_with_zero():
    for right in (np.array([1e-17, -3e-17]), np.array(4e-18)):
        assert disagreement(np.zeros_like(right), right) is None
        assert disagreement(np.zeros_like(right), right, Precision(rtol=1e-5)) is not None
