"""What mistakes show, in few bytes: samples of arrays, and sentences with their numbers set free."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers.signatures import (
    ArraySignature,
    Signature,
    WrongAnswer,
    sentence_patterns,
    split_numbers,
)
from autograder.answers.wrong_answers import from_tree, tree_of

BIG = np.random.default_rng(0).normal(size=(60, 70))


def test_a_large_array_is_known_by_a_sample() -> None:
    wrong = ArraySignature.of(BIG)
    assert wrong.sample.size == 256 and wrong.matches(BIG)
    assert not wrong.matches(BIG.T) and not wrong.matches(BIG * 1.001) and not wrong.matches(BIG[:-1])


def test_numbers_that_are_not_finite_must_be_the_same_ones() -> None:
    wrong = ArraySignature.of(np.array([1.0, np.nan, np.inf]))
    assert wrong.matches(np.array([1.0, np.nan, np.inf]))
    assert not wrong.matches(np.array([1.0, np.nan, -np.inf]))
    assert not wrong.matches(np.array([1.0, 2.0, np.inf]))


def test_single_precision_is_precise_enough() -> None:
    huge = np.array([1e300, -3.3e299])
    assert ArraySignature.of(huge).matches(huge) and not ArraySignature.of(huge).matches(huge * [1, 1.001])
    assert ArraySignature.of(BIG).matches(BIG.astype(np.float32))


def test_a_multiple_is_seen_with_its_factor() -> None:
    factor = ArraySignature.of(BIG).factor_to(-2.5 * BIG)
    assert factor is not None and abs(factor + 2.5) < 1e-6
    assert ArraySignature.of(BIG).factor_to(BIG**2) is None


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_sentences_lose_their_numbers_and_keep_their_names(number: float) -> None:
    text, numbers = split_numbers(f"W1 has the mean {number!r}, expected 0 within 3.")
    assert text == "W1 has the mean #, expected # within #."
    assert numbers == (number, 0.0, 3.0)


def test_a_number_that_draws_do_not_change_must_be_near() -> None:
    (one,) = sentence_patterns(["With p = 0.3, 0.699 were dropped", "With p = 0.3, 0.705 were dropped"])
    assert one.fits("With p = 0.3, 0.71 were dropped")
    assert not one.fits("With p = 0.3, 0.718 were dropped")
    assert not one.fits("With p = 0.75, 0.7 were dropped")
    assert not one.fits("With p = 0.3, 0.7 were kept")


def test_a_random_number_may_be_as_far_off_as_draws_differ() -> None:
    (one,) = sentence_patterns(["Row 3 comes 2 times", "Row 9 comes 2 times", "Row 1 comes 2 times"])
    assert (
        one.fits("Row 12 comes 2 times")
        and not one.fits("Row 3 comes 3 times")
        and not one.fits("Row 18 comes 2 times")
    )


def test_two_patterns_overlap_where_one_sentence_fits_both() -> None:
    wide, low, high = (sentence_patterns([f"It is {n}" for n in numbers])[0] for numbers in ([3, 9], [1, 2], [20, 21]))
    assert wide.overlaps(low) and wide.overlaps(wide) and not wide.overlaps(high) and not low.overlaps(high)
    assert not wide.overlaps(sentence_patterns(["They are 3"])[0])


def test_different_sentences_have_different_patterns() -> None:
    assert len(sentence_patterns(["Row 3 is missing", "Row 4 comes 2 times", "Row 5 is missing"])) == 2


def test_wrong_answers_survive_the_journey_into_a_file() -> None:
    cases = (
        None,
        Signature(outputs={"dX": ArraySignature.of(BIG), "n": ArraySignature.of(np.array(3.0))}),
        Signature(sentence_patterns(["a 1", "a 200"]), sometimes=True),
    )
    rows = {(1, "q.a"): (WrongAnswer("m1", "Why?", cases), WrongAnswer("m2", "How?", cases[::-1]))}
    back = from_tree(tree_of(rows))
    assert back.keys() == rows.keys()
    first, second = back[1, "q.a"]
    assert (first.mistake, first.hint, second.mistake) == ("m1", "Why?", "m2")
    assert first.cases[0] is None and first.cases[2] == cases[2]
    assert first.cases[1] is not None and first.cases[1].outputs["dX"].matches(BIG)
    assert first.always and not WrongAnswer("m3", "", (cases[2],)).always
