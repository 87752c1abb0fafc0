"""Outputs that are text, None, or of another kind than was expected, in words."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.feedback import explain
from autograder.feedback.compare import disagreement
from autograder.feedback.messages import Message
from autograder.feedback.mismatches import mismatch
from autograder.records import Case

NOTHING = np.zeros((), "V1")
CASE = Case("a case", {})


def told(got: object, expected: object) -> Message:
    wrong = disagreement(np.asarray(got), np.asarray(expected))
    assert wrong is not None
    why = next(iter(explain.explanations(wrong, {}, "value")), None)
    return mismatch("value", wrong, CASE).explained(why)


def test_equal_texts_and_none_agree() -> None:
    assert disagreement(np.array("a"), np.array("a")) is None
    assert disagreement(np.array(["a", "bb"]), np.array(["a", "bb"])) is None
    assert disagreement(NOTHING, NOTHING) is None


@pytest.mark.parametrize(
    ("got", "expected", "full", "brief"),
    [
        (NOTHING, 3.0, "value is None, expected a number; is a return statement missing?", "value is None"),
        (NOTHING, np.ones(3), "value is None, expected numbers;", "value is None"),
        ("abc", 3.0, "value is text ('abc'), expected a number.", "value is text, expected a number."),
        (5, "abc", "value is a number (5), expected text.", "value is a number, expected text."),
        (5, NOTHING, "value is a number (5), expected None.", "value is a number, expected None."),
        (["1", "", "x"], [1, 2, 3], "value is text (entry 2 is '', and no number), expected numbers.", "value is text"),
        ([], ["abc"], "value is an empty list, expected text.", "value is an empty list, expected text."),
        (["abc"], [], "value is text, expected an empty list.", "value is text, expected an empty list."),
        ("abd", "abc", "value is 'abd', expected 'abc'.", "value is not the right text."),
        (["a", "x"], ["a", "b"], "value[1] is 'x', expected 'b'.", "value is not the right text."),
        ("Abc", "abc", "value is 'Abc', expected 'abc'. Only upper and lower case differ.", "Only upper and lower"),
        ("a b ", "a b", "value is 'a b ', expected 'a b'. Only spaces and line ends differ.", "Only spaces"),
        ("a, b", "a b", "Only punctuation differ", "Only punctuation"),
        (["b", "a"], ["a", "b"], "value has the right texts in the wrong places.", "the wrong places"),
    ],
)
def test_a_wrong_text_is_shown_to_those_who_may_see_it(got: object, expected: object, full: str, brief: str) -> None:
    message = told(got, expected)
    assert full in message.full and brief in message.brief
    assert "abc" not in message.brief


def test_lists_of_other_lengths_and_long_texts_are_shown_as_changes() -> None:
    listed = told(["a", "x", "c", "d"], ["a", "b", "c"]).full
    assert listed.startswith("value has 4 entries, expected 3.\n    - yours  + expected\n")
    assert "\n    -'x'\n    -'c'\n    -'d'\n    +'b'\n    +'c'" in listed or "\n    -'x'\n    +'b'" in listed
    right = "first line\nsecond line\nthird line"
    lines = told(right.replace("second", "2nd"), right).full
    assert lines.startswith("value differs from the right text in line 2:\n")
    assert "    -2nd line\n    +second line\n" in lines


def test_a_text_cannot_write_into_the_report() -> None:
    assert "\x1b" not in told("\x1b[31mred", "red").full
    assert len(told("x" * 10_000, "y\n" * 10_000).full) < 3_000


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (["a"], "a", "value is a list of texts, expected one text."),
        ("a", ["a"], "value is one text, expected a list of texts."),
        ([["a"]], ["a"], "value is a table of texts, expected a list of texts."),
        ([["a"]], [["a", "b"]], "value is a table of texts, expected a table of texts ((1, 1) and (1, 2))."),
    ],
)
def test_texts_that_come_in_another_form_are_told_in_words(got: object, expected: object, words: str) -> None:
    assert told(got, expected).full.startswith(words)


def test_letters_that_are_made_up_otherwise_are_told() -> None:
    words = "Only how letters with accents are made up differs: unicodedata.normalize tells."
    assert told("cafe\u0301", "caf\u00e9").brief.endswith(words)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ("x" * 150 + "one", "x" * 150 + "two"),
        ("a\n" + "x" * 150 + "one", "a\n" + "x" * 150 + "two"),
        ("\n".join(map(str, range(2000))) + "\none", "\n".join(map(str, range(2000))) + "\ntwo"),
        (["x" * 150 + "one"], ["x" * 150 + "two", "more"]),
        ([*map(str, range(2000)), "one"], [*map(str, range(2000)), "two", "more"]),
    ],
    ids=["a long line", "a long second line", "the last line", "a long text", "the last text"],
)
def test_a_difference_is_shown_wherever_it_stands(got: object, expected: object) -> None:
    lines = told(got, expected).full.splitlines()
    assert any(line.startswith("    -") and "one" in line for line in lines)
    assert any(line.startswith("    +") and "two" in line for line in lines)
    assert max(map(len, lines)) < 120 and len(lines) < 20


def test_an_empty_list_of_texts_is_an_empty_list() -> None:
    assert disagreement(np.array([]), np.array([], dtype="U1")) is None
