"""The data in the plane."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.playground import datasets
from autograder.playground.settings import Settings


@pytest.mark.parametrize("name", datasets.DRAWN)
def test_each_data_set_has_two_balanced_classes_inside_the_plane(name):
    data = datasets.plane(Settings(data=name, noise=0))
    y = np.concatenate([data.y, data.y_test])
    assert data.classes == 2 and len(y) == datasets.COUNT and 0.4 < y.mean() < 0.6
    inside = np.abs(np.concatenate([data.X, data.X_test])) < datasets.EDGE
    assert inside.mean() > 0.995


@pytest.mark.parametrize("name", datasets.DRAWN)
def test_the_seed_decides_the_points_and_noise_moves_them(name):
    one, same, other = (datasets.plane(Settings(data=name, seed=seed)) for seed in (3, 3, 4))
    assert np.array_equal(one.X, same.X) and not np.array_equal(one.X, other.X)
    assert not np.array_equal(one.X, datasets.plane(Settings(data=name, seed=3, noise=40)).X)


@pytest.mark.parametrize("share", [10, 50, 90])
def test_the_share_decides_how_many_points_are_trained_on_and_no_point_is_in_both_parts(share):
    data = datasets.plane(Settings(data="xor", share=share))
    assert len(data.X) == datasets.COUNT * share // 100
    assert not {*map(tuple, data.X)} & {*map(tuple, data.X_test)}


def test_own_points_are_taken_as_they_are():
    points = tuple((float(i), -float(i), i % 3) for i in range(6))
    data = datasets.plane(Settings(data="own", points=points))
    rows = np.column_stack([np.concatenate([data.X, data.X_test]), np.concatenate([data.y, data.y_test])])
    assert data.classes == 3 and sorted(map(tuple, rows)) == sorted(points)
