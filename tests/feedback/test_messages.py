"""The words a student reads: where, got, expected; and for hidden checks, no number of the case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.feedback.compare import Precision, disagreement
from autograder.feedback.explain import explanations
from autograder.feedback.factors import Explanation
from autograder.feedback.messages import Message, redacted
from autograder.feedback.mismatches import mismatch
from autograder.feedback.named import Named
from autograder.feedback.troubles import trouble
from autograder.feedback.values import show
from autograder.records import Call, Case, Error, Limits, Observation

CASE = Case("random 2", {"X": np.array([[1.5, 2.5]]), "alpha": 0.25})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("With n = 10 the sizes are [4, 4], expected "
         "[4, 4, 2].", "With n = … the sizes are […, …], expected […, …, …]."),
        ("Row 3 adds up to 0.99987, expected 1.", "Row … adds up to …, expected 1."),
        ("W1 has mean -1.25e-3, expected 0.", "W1 has mean …, expected 0."),
        ("each of the row numbers 0..9 once", "each of the row numbers 0..… once"),
        ("X is nan and q2.loss is inf", "X is … and q2.loss is …"),
        ("shape (5, 3)", "shape (…, …)"),
    ],
)  # fmt: skip
def test_a_hidden_complaint_keeps_its_words_and_loses_its_numbers(text, shown):
    assert redacted(text) == shown


def words_of(error: Error | None, outcome: str = "raised") -> Message:
    return trouble(Observation(outcome, error=error), Call("probe", CASE), Limits(seconds=5))


def test_an_exception_is_told_with_line_inputs_and_traceback():
    error = Error(
        "exception",
        "ValueError",
        "bad 1.5",
        "graph.py",
        12,
        "    raise ValueError(x)",
        "forward",
        "traceback here",
        disclosed_type="ValueError",
    )
    words = words_of(error)
    assert words.full.startswith("graph.py, line 12, in forward: ValueError: bad 1.5.\n    raise ValueError(x)\n")
    assert "X = [[1.5, 2.5]]; alpha = 0.25" in words.full and "traceback here" in words.full
    assert words.brief == "graph.py, line 12, in forward: ValueError.\n    raise ValueError(x)"


def test_a_call_that_does_not_fit_shows_no_line_of_the_framework():
    words = words_of(Error("exception", "TypeError", "takes 2 arguments", called="gate.forward(x, y)"))
    assert words.full.startswith("TypeError: takes 2 arguments.\n") and "gate" not in words.full + words.brief


def test_an_error_outside_of_the_students_lines_says_what_can_have_caused_it():
    said = "'NoneType' object has no attribute 'shape'"
    words = words_of(Error("exception", "AttributeError", said, disclosed_type="AttributeError", disclosed=said))
    assert words.full == (
        "The error did not arise in your own code. Your files may have modified numpy or Python, or returned "
        "an unusual "
        f"kind of object. The error: AttributeError: {said}.\n"
        "The case 'random 2': X = [[1.5, 2.5]]; alpha = 0.25"
    )
    assert words.brief.endswith(" kind of object. The error: AttributeError.")


@pytest.mark.parametrize(
    ("error", "outcome", "said"),
    [
        (
            Error("exception", file="graph.py", line=7, function="sort", text="while True:"),
            "timed out",
            "Still running after 5 s",
        ),
        (None, "died", "ended its own process"),
        (Error("exception", message="Your code crashed the whole program."), "died", "crashed the whole program"),
        (
            Error("missing", message="There is no graph.py among your files."),
            "raised",
            "There is no graph.py among your files.",
        ),
        (Error("memory", file="graph.py", line=3, text="np.ones(10**12)"), "raised", "more memory"),
        (Error("load", "SyntaxError", "invalid syntax", "graph.py", 3, "def f(:"), "raised", "could not be imported"),
        (Error("unwritten", message="q4: AddGate.forward", file="graph.py", line=9), "raised", "Not written yet"),
        (Error("complaint", message="backward returned 3 gradients."), "raised", "backward returned"),
    ],
)
def test_every_kind_of_trouble_has_its_sentence(error, outcome, said):
    words = words_of(error, outcome)
    assert said in words.full and words.brief


def test_what_cannot_be_vouched_for_is_not_told_of_a_hidden_check():
    place = {"file": "graph.py", "line": 2, "text": "raise Odd(x)"}
    loading = words_of(Error("load", "ValueError", "it was ebeagcf", disclosed_type="ValueError", **place))
    assert loading.full.startswith("graph.py, line 2 could not be imported: ValueError: it was ebeagcf.")
    assert loading.brief == "graph.py, line 2 could not be imported: ValueError.\n    raise Odd(x)"
    syntax = words_of(
        Error(
            "load", "SyntaxError", "invalid syntax", disclosed_type="SyntaxError", disclosed="invalid syntax", **place
        )
    )
    assert syntax.brief.startswith("graph.py, line 2 could not be imported: SyntaxError: invalid syntax.")
    assert words_of(Error("load", message="ebeagcf")).brief == "A file could not be imported."
    complaint = words_of(Error("complaint", message="ebeagcf"))
    assert complaint.full == "ebeagcf" and complaint.brief == "The result is not of a kind that this check can use."
    assert words_of(Error("missing", message="ebeagcf")).brief == "A file or a name that this check needs is missing."
    nameless = words_of(Error("exception", message="ebeagcf", **place))
    assert nameless.full.startswith("graph.py, line 2: ebeagcf.")
    assert nameless.brief == "graph.py, line 2: an unusual exception.\n    raise Odd(x)"


def test_a_sentence_of_ours_keeps_its_numbers_for_a_hidden_check():
    said = "forward() takes 1 positional argument but 2 were given"
    words = words_of(
        Error("exception", "TypeError", said, called="gate.forward(x, y)", disclosed_type="TypeError", disclosed=said)
    )
    assert words.brief == f"TypeError: {said}."


def test_too_much_memory_is_told_as_a_sentence_with_the_line_under_it():
    words = words_of(Error("memory", file="graph.py", line=3, function="forward", text="np.ones(10**12)"))
    assert (
        words.full
        == words.brief
        == (
            "Your code asked for more memory than a check may use, at graph.py, line 3, in forward. Which array is "
            "that large?\n"
            "    np.ones(10**12)"
        )
    )


def test_what_a_student_puts_into_a_stubs_error_is_not_shown_for_a_hidden_check():
    words = words_of(Error("unwritten", message="x is secret", file="graph.py", line=9, function="forward"))
    assert "secret" not in words.brief and "graph.py, line 9, in forward" in words.brief


def test_a_wrong_entry_is_told_with_both_numbers_and_the_case():
    wrong = disagreement(np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    words = mismatch("dX", wrong, CASE).explained(Explanation("Sign of [1, 1]?", "Sign?"))
    assert words.full.startswith("dX[1, 1] is 5, expected 4. All of it: got [[1., 2.], [3., 5.]]")
    assert words.full.endswith("Sign of [1, 1]?\nThe case 'random 2': X = [[1.5, 2.5]]; alpha = 0.25")
    assert words.brief == "dX has a wrong value. Sign?"


def test_truth_values_that_come_for_numbers_are_told_as_such():
    found = mismatch("it", disagreement(np.array([True, True]), np.array([1, -1])), CASE)
    assert found.full.startswith("it[1] is True, expected -1. All of it: got [True, True], expected [ 1, -1].")
    assert found.brief == "it has a wrong value. It holds True and False, not numbers."


def test_truth_values_and_a_whole_number_that_no_float_holds_are_told_as_python_writes_them():
    found = mismatch("it", disagreement(np.array([True, False]), np.array([True, True])), CASE)
    assert found.full.startswith("it[1] is False, expected True. All of it: got [True, False], expected [True, True].")
    wrong = disagreement(np.array([2**62 + 1]), np.array([2**62]))
    assert explanations(wrong, {}, "it") == ()
    assert mismatch("it", wrong, CASE).full.endswith("expected 4611686018427387904. Whole numbers must be exact.")


def test_a_zero_with_a_sign_is_shown_as_the_zero_that_it_equals():
    wrong = disagreement(np.array([-0.0, 2.0]), np.array([1.5, -0.0]))
    full = mismatch("dX", wrong, CASE).full
    assert full == "dX[1] is 2, expected 0. All of it: got [0., 2.], expected [1.5, 0. ]."
    assert mismatch("dX", disagreement(-0.0, 1.5), CASE).full == "dX is 0, expected 1.5."
    assert mismatch("dX", disagreement(np.nan, -0.0), CASE).full == "dX is nan; expected 0."
    endless = disagreement(np.array([-0.0, np.inf]), np.array([-0.0, 1.0]))
    said = mismatch("dX", endless, CASE, Named("relu(X)", "", "relu(X)")).full
    assert said == "relu(X) returned [ 0., inf], expected [0., 1.]."
    assert disagreement(-0.0, 0.0) is None


def test_a_kept_axis_is_told_with_both_shapes():
    words = mismatch("db", disagreement(np.ones((1, 3)), np.ones(3)), CASE)
    assert words.full == "db has shape (1, 3), expected (3,)."
    assert words.brief == "db has 2 axes, expected 1 axis."


def test_a_hidden_shape_is_told_without_its_lengths():
    wrong = disagreement(np.ones((5, 3)), np.ones((7, 3)))
    assert mismatch("dX", wrong, CASE).brief.startswith("dX has the wrong length along axis 0.")
    both = disagreement(np.ones((5, 3)), np.ones((7, 2)))
    assert mismatch("dX", both, CASE).brief.startswith("dX has the wrong length along axes 0 and 1.")


def test_the_first_entry_that_is_not_finite_is_named():
    words = mismatch("p", disagreement(np.array([0.5, np.nan, np.inf]), np.array([0.5, 0.25, 1.0])), CASE)
    assert (words.full, words.brief) == ("p[1] is nan; expected 0.25.", "p has an entry that is nan.")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.ones(50), "(array of shape (50,))"),
        ([1, 2.5], "[1, 2.5]"),
        ({"a": 1}, "{a: 1}"),
        ("relu", "'relu'"),
        ([0] * 500, "(list of 500)"),
    ],
)
def test_inputs_are_shown_whole_when_small(value, text):
    assert show(value) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.array([True, True]), "[True, True]"),
        (np.array([[True], [False]]), "[[True], [False]]"),
        (np.array(True), "True"),
        (np.array([1, 2], np.uint8), "[1, 2]"),
        (np.array([2**63], np.uint64), "[9223372036854775808]"),
        (np.array([0.1, 2.0], np.float32), "[0.1, 2. ]"),
        (np.array([1e300, np.nan, np.inf]), "[1.e+300,     nan,     inf]"),
        (np.array([1 + 2j]), "[1.+2.j]"),
        (np.array(["a", "b c"]), "['a', 'b c']"),
        (np.zeros(0), "[]"),
        (np.zeros((0, 3)), "(array of shape (0, 3))"),
        (np.zeros((2, 0)), "(array of shape (2, 0))"),
        (np.zeros((5, 5)), "(array of shape (5, 5))"),
        ({"mask": np.array([False])}, "{mask: [False]}"),
    ],
)
def test_a_value_of_any_kind_is_shown_as_what_it_is(value: Any, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        (np.array([True, True]), np.array([1.0, -1.0]), "it[1] is True, expected -1. All of it: got [True, True], "),
        (np.array([True, False]), np.array([0.5, 0.0]), "it[0] is True, expected 0.5. All of it: got [True, False], "),
        (np.array(True), np.array(0.25), "it is True, expected 0.25."),
        (
            np.array([1.5, 2.0]),
            np.array([1, 2]),
            "it[0] is 1.5, expected 1. All of it: got [1.5, 2. ], expected [1, 2].",
        ),
        (np.array([1, 2], np.int8), np.array([1.5, 2.0]), "it[0] is 1, expected 1.5. All of it: got [1, 2], "),
        (np.array([True]), np.array([1 + 1j]), "it[0] is True, expected 1+1j."),
        (np.array([True, True]), np.array([np.nan, 1.0]), "it[0] is a finite number and should not be; expected nan."),
    ],
)
def test_truth_values_and_whole_numbers_are_shown_as_they_came(
    got: np.ndarray, expected: np.ndarray, said: str
) -> None:
    assert mismatch("it", disagreement(got, expected), CASE).full.startswith(said)
    named = Named("f(x)", "", "f(x)")
    shown = mismatch("it", disagreement(got, expected), CASE, named).full
    assert ("True" in shown) == (got.dtype.kind == "b")


def test_two_numbers_that_are_not_equal_never_look_the_same() -> None:
    got, expected = np.array([1 / 3 + 2e-9, 1.0]), np.array([1 / 3, 1.0])
    wrong = disagreement(got, expected, Precision(tolerance=1e-9))
    for named in (None, Named("f(x)", "", "f(x)")):
        said = mismatch("it", wrong, CASE, named).full
        assert "0.333333335" in said and "0.333333333" in said
    almost = disagreement(np.array([1 + 1e-15]), np.array([1.0]), Precision(exact=True))
    assert "it[0] is 1.0000000000000011, expected 1." in mismatch("it", almost, CASE).full
