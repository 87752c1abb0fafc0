"""Data to train on at home."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.playground import home
from tests.support.places import SOLUTION


def test_digits_come_split_and_scaled() -> None:
    X, y, X_test, y_test = home.data(SOLUTION, "digits")
    assert len(X) == len(y) > 3 * len(X_test) > 0 and len(X_test) == len(y_test)
    assert X.min() == 0 and X.max() == 1 and set(y) == set(range(10))
    assert not {row.tobytes() for row in X} & {row.tobytes() for row in X_test}


@pytest.mark.parametrize("name", ["circle", "xor", "gauss", "spiral"])
def test_points_in_the_plane_are_the_same_for_the_same_seed(name: str) -> None:
    first, again, other = (home.data(SOLUTION, name, seed=seed) for seed in (3, 3, 4))
    assert all(map(np.array_equal, first, again)) and not np.array_equal(first[0], other[0])
    assert set(first[1]) == {0, 1}


def test_a_mistyped_name_is_told_the_nearest() -> None:
    with pytest.raises(home.NoSuchDataError) as error:
        home.data(SOLUTION, "spirals")
    assert str(error.value) == (
        "There is no data set 'spirals'; there are digits, circle, xor, gauss, spiral. Did you mean 'spiral'?"
    )


def test_a_kit_without_stored_data_has_the_plane(tmp_path: Path) -> None:
    assert len(home.data(tmp_path, "xor")) == 4
