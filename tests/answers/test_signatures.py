"""What mistakes show, in few bytes: samples of arrays, and sentences with their numbers set free."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers.signatures import (
    Signature,
    WrongAnswer,
    factor_to,
    from_tree,
    matches,
    overlap,
    parted,
    saying,
    sketch,
    tree_of,
)

BIG = np.random.default_rng(0).normal(size=(60, 70))


def test_a_large_array_is_known_by_a_sample() -> None:
    wrong = sketch(BIG)
    assert wrong.sample.size == 256 and matches(BIG, wrong)
    assert not matches(BIG.T, wrong) and not matches(BIG * 1.001, wrong) and not matches(BIG[:-1], wrong)


def test_numbers_that_are_not_finite_must_be_the_same_ones() -> None:
    wrong = sketch(np.array([1.0, np.nan, np.inf]))
    assert matches(np.array([1.0, np.nan, np.inf]), wrong)
    assert not matches(np.array([1.0, np.nan, -np.inf]), wrong)
    assert not matches(np.array([1.0, 2.0, np.inf]), wrong)


def test_single_precision_is_precise_enough() -> None:
    huge = np.array([1e300, -3.3e299])
    assert matches(huge, sketch(huge)) and not matches(huge * [1, 1.001], sketch(huge))
    assert matches(BIG.astype(np.float32), sketch(BIG))


def test_a_multiple_is_seen_with_its_factor() -> None:
    factor = factor_to(-2.5 * BIG, sketch(BIG))
    assert factor is not None and abs(factor + 2.5) < 1e-6
    assert factor_to(BIG**2, sketch(BIG)) is None


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_sentences_lose_their_numbers_and_keep_their_names(number: float) -> None:
    text, numbers = parted(f"W1 has the mean {number!r}, expected 0 within 3.")
    assert text == "W1 has the mean #, expected # within #."
    assert numbers == (number, 0.0, 3.0)


def test_a_number_that_draws_do_not_change_must_be_near() -> None:
    (one,) = saying(["With p = 0.3, 0.699 were dropped", "With p = 0.3, 0.705 were dropped"])
    assert one.fits("With p = 0.3, 0.71 were dropped")
    assert not one.fits("With p = 0.3, 0.718 were dropped")
    assert not one.fits("With p = 0.75, 0.7 were dropped")
    assert not one.fits("With p = 0.3, 0.7 were kept")


def test_a_number_that_luck_decides_may_be_as_far_off_as_draws_differ() -> None:
    (one,) = saying(["Row 3 comes 2 times", "Row 9 comes 2 times", "Row 1 comes 2 times"])
    assert (
        one.fits("Row 12 comes 2 times")
        and not one.fits("Row 3 comes 3 times")
        and not one.fits("Row 18 comes 2 times")
    )


def test_two_sayings_overlap_where_one_sentence_fits_both() -> None:
    wide, low, high = (saying([f"It is {n}" for n in numbers])[0] for numbers in ([3, 9], [1, 2], [20, 21]))
    assert overlap(wide, low) and overlap(wide, wide) and not overlap(wide, high) and not overlap(low, high)
    assert not overlap(wide, saying(["They are 3"])[0])


def test_different_sentences_are_different_sayings() -> None:
    assert len(saying(["Row 3 is missing", "Row 4 comes 2 times", "Row 5 is missing"])) == 2


def test_wrong_answers_survive_the_journey_into_a_file() -> None:
    cases = (
        None,
        Signature(outputs={"dX": sketch(BIG), "n": sketch(np.array(3.0))}),
        Signature(saying(["a 1", "a 200"]), sometimes=True),
    )
    rows = {(1, "q.a"): (WrongAnswer("m1", "Why?", cases), WrongAnswer("m2", "How?", cases[::-1]))}
    back = from_tree(tree_of(rows))
    assert back.keys() == rows.keys()
    first, second = back[1, "q.a"]
    assert (first.mistake, first.hint, second.mistake) == ("m1", "Why?", "m2")
    assert first.cases[0] is None and first.cases[2] == cases[2]
    assert first.cases[1] is not None and matches(BIG, first.cases[1].outputs["dX"])
    assert first.always and not WrongAnswer("m3", "", (cases[2],)).always
