"""The data that cases are drawn from: the frozen digits, and the playground's four problems."""

import hashlib
import sys

import numpy as np
import pytest

from autograder.spec import staff_code
from tests.support.places import SOLUTION

CHECKSUMS = {
    "X_train": "410a3443a074b511",
    "y_train": "e007f9f61ce3e58d",
    "X_test": "c27c271b1b026407",
    "y_test": "e5d86fdf546f08cc",
}


@pytest.fixture(scope="module")
def tools():
    """The module that draws the data."""
    with staff_code._importing(SOLUTION):
        import cases.tools

        yield cases.tools


@pytest.fixture(scope="module")
def digits():
    with (
        np.load(SOLUTION / "data" / "digits.npz") as rows,
        np.load(SOLUTION / "data" / "digits_test_labels.npz") as labels,
    ):
        return {**rows, **labels}


def test_the_split_is_frozen(digits):
    assert {name: checksum(rows) for name, rows in digits.items()} == CHECKSUMS


def checksum(rows):
    return hashlib.sha256(np.ascontiguousarray(rows, dtype="<f8").tobytes()).hexdigest()[:16]


def test_the_file_given_to_students_holds_no_test_labels():
    with np.load(SOLUTION / "data" / "digits.npz") as rows:
        assert sorted(rows) == ["X_test", "X_train", "y_train"]


def test_the_training_rows_are_whole_batches_of_32(digits):
    assert digits["X_train"].shape == (1344, 64) and 1344 % 32 == 0
    assert digits["X_test"].shape == (453, 64) and set(digits["y_test"]) == set(range(10))
    assert digits["X_train"].min() == 0 and digits["X_train"].max() == 1


def test_the_script_writes_what_is_there(digits):
    pytest.importorskip("sklearn", reason="the digits come from scikit-learn, which is not installed")
    sys.path.insert(0, str(SOLUTION / "data"))
    try:
        from make_digits import split_digits
    finally:
        sys.path.remove(str(SOLUTION / "data"))
    made = split_digits()
    assert all(np.array_equal(made[name], digits[name]) for name in digits)


@pytest.mark.parametrize("name", ["circle", "xor", "gauss", "spiral"])
def test_a_problem_in_the_plane_has_two_classes_and_one_generator(tools, name):
    points = getattr(tools, name)
    X, y = points(np.random.default_rng(1), 512, 0.05)
    again, _ = points(np.random.default_rng(1), 512, 0.05)
    assert X.shape == (512, 2) and y.dtype.kind == "i" and 0.4 < y.mean() < 0.6
    assert np.array_equal(X, again) and np.abs(X).max() < 8


@pytest.mark.parametrize(
    ("name", "low", "high"), [("gauss", 0.98, 1), ("circle", 0.3, 0.7), ("xor", 0.3, 0.7), ("spiral", 0.5, 0.7)]
)
def test_only_the_clouds_are_for_a_linear_classifier(tools, name, low, high):
    X, y = getattr(tools, name)(np.random.default_rng(2), 1000, 0.05)
    A = np.column_stack([X, np.ones(len(X))])
    w, *_ = np.linalg.lstsq(A, 2 * y - 1, rcond=None)
    assert low <= np.mean((A @ w > 0) == y) <= high


def test_noise_moves_points_and_leaves_labels(tools):
    quiet, y = tools.spiral(np.random.default_rng(3), 200, 0.0)
    noisy, same = tools.spiral(np.random.default_rng(3), 200, 0.5)
    assert np.abs(np.sort(np.linalg.norm(quiet, axis=1)) - np.sort(np.linalg.norm(noisy, axis=1))).max() < 1
    assert y.sum() == same.sum() == 100
