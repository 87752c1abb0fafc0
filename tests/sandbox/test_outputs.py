"""What a probe returned becomes plain arrays, under names that do not depend on how a key is written."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.frames import NAME_CAP
from autograder.sandbox.inside.outputs import DEPTH_CAP, UnusableError, plain_outputs

ALL = ("complex", "text", "none")
Pair = namedtuple("Pair", "a b")


@pytest.mark.parametrize(
    ("right", "same"),
    [
        ({1: 2, 2: 1}, dict(zip(*np.unique([1, 1, 2], return_counts=True), strict=True))),
        ({1: 0, 2: 1}, {True: 0, 2.0: 1}),
        ({1: 0}, {1 + 0j: 0}),
        ({0.5: 0}, {np.float64(0.5): 0}),
        ({(1, "a"): 0, (2,): 1}, {(np.int64(1), np.str_("a")): 0, (2.0,): 1}),
        ({(1, 2): 0}, {Pair(1, 2): 0}),
        ({frozenset("ab"): 0}, {frozenset("ba"): 0}),
    ],
)
def test_keys_that_are_equal_in_python_share_a_name(right: dict[Any, int], same: dict[Any, int]) -> None:
    assert right == same
    for returned in ("nested", "alone"):
        one, other = ({"v": table} if returned == "nested" else table for table in (right, same))
        first, second = plain_outputs(one, ALL), plain_outputs(other, ALL)
        assert first.keys() == second.keys()
        assert all(np.array_equal(first[name], second[name]) for name in first)


def test_other_keys_have_other_names() -> None:
    table = {1: 0, "1": 1, 1.5: 2, (1,): 3, None: 4, "a" * 99 + "x": 5, "a" * 99 + "y": 6}
    found = plain_outputs({"v": table}, ALL)
    assert sorted(int(array) for name, array in found.items() if "keys" not in name) == list(range(7))


def test_a_name_is_never_too_long_to_travel() -> None:
    value: Any = 1
    for letter in "abcdefghij"[:DEPTH_CAP]:
        value = {letter * 300: value}
    found = plain_outputs({"v": value}, ALL)
    assert len(found) == DEPTH_CAP + 1 and max(map(len, found)) <= NAME_CAP


@pytest.mark.parametrize(
    ("given", "dtype"),
    [
        (np.array([1, 2], dtype=object), "<i8"),
        (np.array([[1, 2.5], [True, np.float32(1)]], dtype=object), "<f8"),
        (np.zeros((0, 3), dtype=object), "<f8"),
        (np.array(1, dtype=object), "<i8"),
        (np.array([1, 1j], dtype=object), "<c16"),
    ],
)
def test_an_array_of_objects_that_are_all_numbers_is_one_of_numbers(given: np.ndarray, dtype: str) -> None:
    found = plain_outputs(given, ALL)["value"]
    assert found.dtype.str == dtype and found.shape == given.shape and np.array_equal(found, given.astype(dtype))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (2**70, "value is a whole number too large for an array."),
        ([2**70, 1], "value holds a whole number too large for an array."),
        (np.array([2**70, 1.5], dtype=object), "value holds a whole number too large for an array."),
        (np.array([1, None], dtype=object), "value is an array whose entries are not all numbers, or do not line up."),
    ],
)
def test_what_no_array_holds_is_said(given: Any, said: str) -> None:
    with pytest.raises(UnusableError) as raised:
        plain_outputs(given, ALL)
    assert str(raised.value) == said
