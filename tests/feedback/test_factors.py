"""A factor between two arrays is found, and has a name only where the case gives it one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.feedback.compare import relative_error
from autograder.feedback.explain import factor_between
from autograder.feedback.factors import common_factor, factor_words

from .wording import said

RNG = np.random.default_rng(5)
V = np.array([1.5, -2.25, 0.75, 3.5, -1.25])


X = {"X": RNG.normal(size=(7, 2))}


@given(factor=st.floats(-50, 50).filter(lambda f: abs(f) > 0.01 and abs(f - 1) > 0.01), seed=st.integers(0, 1000))
@settings(max_examples=100, deadline=None)
def test_a_common_factor_is_found_whatever_it_is(factor: float, seed: int) -> None:
    expected = np.random.default_rng(seed).normal(size=(3, 4))
    found = common_factor(factor * expected, expected)
    assert found is not None and abs(found / factor - 1) < 1e-9
    assert relative_error(found * expected, factor * expected) < 1e-9


def test_a_result_that_is_nothing_is_no_multiple() -> None:
    assert common_factor(np.array([1e-20, 3e-20, 0.0]), np.array([1.0, 2.0, 3.0])) is None
    assert common_factor(1e-20 * V, V) == pytest.approx(1e-20)
    assert said(np.array([1e-20, 3e-20, 0.0]), np.array([1.0, 2.0, 3.0])) == "dX is practically zero everywhere."


def test_one_number_is_no_product_of_names() -> None:
    assert said(1.75 / 14, 1.75, X) == ""
    assert said(V / 14, V, X).startswith("dX is 1/2 times 1/(the number of rows of X)")


@pytest.mark.parametrize("odd", [0, -1, 1.0, 1e300, 1e-300, 10**400, float("inf"), float("nan"), True])
def test_an_odd_input_names_no_factor(odd: Any) -> None:
    assert factor_words(17.3, {"a": odd}) == ""


def test_a_factor_has_a_name_only_where_the_case_gives_it_one() -> None:
    assert factor_words(-1.0, {}) == "minus one"
    assert factor_words(0.09, {"alpha": 0.3}) == "alpha squared"
    assert factor_words(1.0, {"X": np.ones((1, 1))}) == ""
    assert factor_words(17.3, {"X": np.ones((4, 2))}) == ""


def test_slopes_along_directions_show_a_factor_too() -> None:
    why, of_any_size = factor_between(2 * V, V, {}, "dX")
    assert why.full == of_any_size.full == "dX is 2 times what it should be, in every entry."
    assert of_any_size.brief == "dX is off by one constant factor in every entry."
    [nothing] = factor_between(0 * V, V, {}, "dX")
    assert nothing.full == "dX is zero everywhere."
    assert factor_between(V**2, V, {}, "dX") == ()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_factor_holds_for_small_entries_too_or_it_is_none(dtype: type) -> None:
    expected = np.array([-8.522917e-04, 3.999214])
    assert common_factor(expected * [1.0, 0.9], expected) is None
    assert common_factor(np.array([-8.522915e-04, 3.995218473]), expected) is None
    assert common_factor((0.5 * expected).astype(dtype).astype(np.float64), expected) == pytest.approx(0.5)
