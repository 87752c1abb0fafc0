"""What a check may leave open: signs, order, scale, rotations, and the names of clusters."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.feedback import explain
from autograder.feedback.compare import Precision, disagreement
from autograder.feedback.freedoms import Freedom, Vectors, why_idle
from autograder.feedback.mismatches import mismatch
from autograder.records import Case

RNG = np.random.default_rng(0)
VECTORS = np.linalg.qr(RNG.standard_normal((6, 4)))[0]
SIGNS = np.array([1.0, -1.0, -1.0, 1.0])
ORDER = [2, 0, 3, 1]
TURN = np.linalg.qr(RNG.standard_normal((4, 4)))[0]
LABELS = np.array([0, 0, 1, 2, 2, 1, 0])


def agree(got: np.ndarray, expected: np.ndarray, *up_to: Freedom, vectors: Vectors = "columns") -> bool:
    return disagreement(got, expected, Precision(up_to=up_to, vectors=vectors)) is None


def test_each_vector_may_have_the_other_sign_where_the_check_says_so() -> None:
    assert agree(VECTORS * SIGNS, VECTORS, "sign") and not agree(VECTORS * SIGNS, VECTORS)
    assert agree((VECTORS * SIGNS).T, VECTORS.T, "sign", vectors="rows")
    assert not agree((VECTORS * SIGNS).T, VECTORS.T, "sign")
    assert agree(-VECTORS[:, 0], VECTORS[:, 0], "sign")


def test_a_sign_that_is_wrong_in_a_single_entry_is_still_wrong() -> None:
    flipped = VECTORS.copy()
    flipped[2, 1] *= -1
    assert not agree(flipped, VECTORS, "sign", "permutation", "scale")


def test_vectors_may_come_in_any_order_with_any_sign() -> None:
    assert agree(VECTORS[:, ORDER] * SIGNS, VECTORS, "sign", "permutation")
    assert not agree(VECTORS[:, ORDER] * SIGNS, VECTORS, "permutation")
    assert not agree(VECTORS[:, ORDER], VECTORS, "sign")


def test_a_vector_may_not_stand_for_two() -> None:
    assert not agree(VECTORS[:, [0, 0, 2, 3]], VECTORS, "permutation")


def test_vectors_may_have_any_length() -> None:
    sizes = np.array([2.0, 0.5, 7.0, 1.0])
    assert agree(VECTORS * sizes, VECTORS, "scale") and not agree(-VECTORS * sizes, VECTORS, "scale")
    assert agree(-VECTORS * sizes, VECTORS, "scale", "sign")
    assert agree(VECTORS[:, ORDER] * sizes * SIGNS, VECTORS, "scale", "sign", "permutation")
    assert not agree(np.zeros_like(VECTORS), VECTORS, "scale", "sign", "permutation")


def test_a_table_may_be_turned_as_a_whole_and_no_more() -> None:
    assert agree(VECTORS @ TURN, VECTORS, "rotation") and not agree(VECTORS @ TURN, VECTORS, "sign", "permutation")
    assert agree(3 * VECTORS @ TURN, VECTORS, "rotation", "scale") and not agree(
        3 * VECTORS @ TURN, VECTORS, "rotation"
    )
    other = np.linalg.qr(RNG.standard_normal((6, 4)))[0]
    assert not agree(other, VECTORS, "rotation")
    assert not agree(VECTORS @ RNG.standard_normal((4, 4)), VECTORS, "rotation")


def test_complex_vectors_may_have_any_phase() -> None:
    vectors = VECTORS + 1j * VECTORS[::-1]
    assert agree(vectors * np.exp(1j * np.arange(4)), vectors, "sign") and not agree(1j * vectors, vectors)


def test_clusters_may_have_any_names_but_the_same_members() -> None:
    names = np.array([7, 5, 6])
    assert agree(names[LABELS], LABELS, "permutation") and not agree(names[LABELS], LABELS)
    wrong = names[LABELS]
    wrong[0] = 5
    found = disagreement(wrong, LABELS, Precision(up_to=("permutation",)))
    assert found is not None and found.index == (0,)
    assert not agree(np.zeros(7, int), LABELS, "permutation")
    assert not agree(np.array([0, 1, 2, 3, 3, 2, 0]), LABELS, "permutation")


def test_distinct_numbers_may_come_in_any_order() -> None:
    assert agree(np.array([3, 1, 2]), np.array([1, 2, 3]), "permutation")
    assert not agree(np.array([3, 1, 4]), np.array([1, 2, 3]), "permutation")
    roots = np.array([1 + 2j, 1 - 2j, -3.0])
    assert agree(np.array([-3.0, 1 - 2j, 1 + 2j]) + 1e-12, roots, "permutation")
    assert not agree(np.array([-3.0, 1 + 2j, 1 + 2j]), roots, "permutation")


@pytest.mark.parametrize("up_to", [("sign",), ("permutation",), ("rotation",), ("scale",)])
def test_what_cannot_be_brought_closer_stays_as_it_is(up_to: tuple[Freedom, ...]) -> None:
    assert not agree(np.full((3, 2), np.nan), np.ones((3, 2)), *up_to)
    assert agree(np.zeros((0, 3)), np.zeros((0, 3)), *up_to)
    assert not agree(np.ones((2, 2, 2)) * 2, np.ones((2, 2, 2)), *up_to)
    assert not agree(np.ones((2, 3)), np.ones((3, 2)), *up_to)


def test_only_integers_are_names() -> None:
    assert not agree(np.array([5.0, 5, 0]), np.array([3.0, 3, 1]), "permutation")
    assert agree(np.array([1.0, 3, 3]), np.array([3.0, 3, 1]), "permutation")
    assert agree(np.array([5.0, 5, 0]), np.array([3, 3, 1]), "permutation")
    assert agree(np.array([True, False, False]), np.array([0, 1, 1]), "permutation")
    assert agree(np.array([True, False, False]), np.array([False, True, True]), "permutation")
    assert not agree(np.array([True, False, True]), np.array([True, True, True]), "permutation")
    small = np.array([255, 255, 0], dtype=np.uint8)
    assert agree(small[::-1] * 0 + [7, 7, 1], small, "permutation")
    assert not agree(np.array([1, 2, 3], dtype=np.uint8), small, "permutation")


def test_texts_of_a_list_may_come_in_any_order() -> None:
    right = np.array(["a", "b", "b", "c"])
    assert agree(np.array(["b", "c", "b", "a"]), right, "permutation") and not agree(right[::-1], right, "sign")
    found = disagreement(np.array(["b", "x", "a", "b"]), right, Precision(up_to=("permutation",)))
    assert found is not None and found.index == (3,) and found.got.tolist() == ["a", "b", "b", "x"]


@pytest.mark.parametrize(
    ("right", "up_to", "said"),
    [
        (np.ones((2, 2, 2)), "sign", "it has 3 axes"),
        (np.array([["a", "b"], ["c", "d"]]), "permutation", "it is a table of texts"),
        (np.array([[0], [1], [1]]), "permutation", "names stand in an array of one axis: ravel it in the probe"),
        (np.array([[0, 1, 1]]), "permutation", "names stand in an array of one axis"),
        (np.ones((2, 201)), "permutation", "it has 201 vectors, and no more than 200 are put into an order"),
        (np.arange(4002) // 2, "permutation", "it has 2001 names or complex numbers, and no more than 2000"),
        (np.arange(2001) * 1j, "permutation", "it has 2001 names"),
    ],
)
def test_a_freedom_that_would_mean_nothing_is_told(right: np.ndarray, up_to: Freedom, said: str) -> None:
    assert said in why_idle(right, [up_to], "columns")


@pytest.mark.parametrize(
    "right",
    [
        VECTORS,
        LABELS,
        LABELS > 0,
        np.array(["a", "b"]),
        np.array(1.0),
        np.array("a"),
        np.ones((3, 1)),
        np.ones((201, 2)),
    ],
)
def test_a_freedom_that_means_something_is_not(right: np.ndarray) -> None:
    assert not why_idle(right, ["permutation", "sign"], "columns")


def test_what_the_comparison_has_changed_is_said_and_not_explained() -> None:
    wrong = disagreement(np.array([-3.0, 2, 1]), np.array([1.0, 2, 4]), Precision(up_to=("sign", "permutation")))
    assert wrong is not None and wrong.up_to and not explain.explanations(wrong, {}, "v")
    message = mismatch("v", wrong, Case("c", {}))
    assert message.full.endswith(" It is compared up to sign and order, and shown as it is after that.")
    assert message.brief == "v has a wrong value."
    as_it_is = disagreement(np.array([1.0, 2, 5]), np.array([1.0, 2, 4]), Precision(up_to=("permutation",)))
    assert as_it_is is not None and "compared up to" not in mismatch("v", as_it_is, Case("c", {})).full
