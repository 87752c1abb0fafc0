"""The cases of a check add up to one verdict, which tells of a case that can be explained, and explains no chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autograder.checks import KINDS
from autograder.checks.conclude import CaseResult, conclude
from autograder.feedback.factors import Explanation, same
from autograder.feedback.messages import Message
from autograder.grading.attempts import converse
from autograder.records import AnswerKey, Case, Check, Limits, Observation, Rng, Verdict, staff_time

V = np.array([1.5, -2.25, 0.75, 3.5])
W = V * np.pi


def output_check() -> Check:
    options = KINDS["output"].options()
    return Check("x.check", "output", "", 1, "probe", "cases", options, True, "visible", Limits())


def judged(*rows: tuple[object, object], inputs: list[dict] | None = None) -> Verdict:
    """The verdict on what was got and expected in each case."""
    cases = [Case(f"case {i}", inputs[i] if inputs else {}) for i in range(len(rows))]
    seen = [Observation("returned", {"it": np.asarray(got, dtype=float)}) for got, _ in rows]
    key = AnswerKey(tuple({"it": np.asarray(expected, dtype=float)} for _, expected in rows))
    verdict, _ = converse(KINDS["output"].talk(output_check(), cases, key), lambda calls: seen)
    return verdict


def test_one_number_is_explained_by_what_every_wrong_case_shares() -> None:
    verdict = judged((0.25, 0.75), (0.6, 0.4), (0.5, 0.5), (0.9, 0.1))
    assert verdict.message.startswith("it is 0.25, expected 0.75. it is 1 minus what it should be.")


def test_a_case_s_own_hint_is_told_where_every_wrong_case_has_it() -> None:
    wrong = [CaseResult("failed", Message("a", "a"), hint) for hint in ("A score may be a number.", "", "")]
    asked = replace(output_check(), hint="What is in the exponent?")
    assert conclude(asked, [wrong[0], None, None]).hint == "A score may be a number."
    assert conclude(asked, [wrong[0], wrong[0], None]).hint == "A score may be a number."
    assert conclude(asked, [wrong[0], wrong[1], None]).hint == "What is in the exponent?"
    assert conclude(output_check(), [wrong[0], wrong[1], None]).hint == "A score may be a number."


def test_where_the_numbers_are_right_and_one_axis_too_many_no_hint_about_numbers_is_told() -> None:
    asked = replace(output_check(), hint="Is it a sum or a mean?")

    def verdict(got: np.ndarray) -> Verdict:
        key = AnswerKey(({"it": V},))
        seen = [Observation("returned", {"it": got})]
        return converse(KINDS["output"].talk(asked, [Case("one", {})], key), lambda calls: seen)[0]

    column = verdict(V[:, None])
    assert column.score == 0.5 and column.hint == "" and "keepdims=True keeps an extra axis" in column.message
    assert verdict(W[:, None]).hint == "Is it a sum or a mean?"


def test_chance_explains_no_number() -> None:
    verdict = judged((0.5, 1.0), (0.25, 0.5), (0.7, 0.3))
    assert verdict.message.startswith("it is 0.5, expected 1.\nThe case")


def test_plain_fractions_and_a_few_labels_need_a_second_case() -> None:
    assert "times" not in judged((0.5, 1.0), (0.75, 0.75)).message
    assert "it has the wrong sign" in judged((-0.5, 0.5), (0.75, 0.75)).message
    assert "it is 2 times" in judged((0.3482, 0.1741), (0.75, 0.75)).message
    ones = np.array([1.0, -1.0, -1.0])
    assert "sign" not in judged((-ones, ones)).message and "reversed" not in judged((ones[::-1], ones)).message
    assert "Every entry of it has the wrong sign." in judged((-ones, ones), (-ones[:2], ones[:2])).message
    assert "Every entry of it has the wrong sign." in judged((-V, V)).message


def test_cases_in_which_another_output_is_told_do_not_count() -> None:
    def finding(about: str, *whys: Explanation) -> CaseResult:
        return CaseResult("failed", Message(f"{about} is wrong.", ""), explanations=whys, output=about)

    half = Explanation("ll is half.", "ll is half.", needs_cases=1)
    assert conclude(output_check(), [finding("ll", half), finding("loss")]).message == "ll is wrong. ll is half."
    assert conclude(output_check(), [finding("ll", half), finding("ll")]).message == "ll is wrong."


def test_equal_numbers_in_several_cases_are_one_witness() -> None:
    assert "times" not in judged((1 / 3, 2 / 3), (1 / 3, 2 / 3)).message
    assert "it is 1/2 times" in judged((1 / 3, 2 / 3), (1 / 4, 1 / 2)).message
    three = [{"F": np.ones((3, 2))}] * 2
    assert "times" not in judged((1.5, 1.0), (0.75, 0.5), inputs=three).message
    other = [{"F": np.ones((3, 2))}, {"F": np.ones((5, 2))}]
    assert (
        "it is n/(n - 1) (n is the number of rows of F) times" in judged((1.5, 1.0), (1.0, 0.8), inputs=other).message
    )


def test_one_factor_a_case_is_told_although_some_of_them_have_names() -> None:
    two = [{"S": np.ones((4, 3))}, {"S": np.ones((2, 3))}]
    assert "one constant factor in every entry" in judged((V * 4 / 3, V), (W * 1.7, W), inputs=two).brief


def test_how_many_cases_are_right_is_never_on_a_line_of_code() -> None:
    code = CaseResult("error", Message("f.py, line 1.\n    x += y", "f.py, line 1.\n    x += y"), hint=None)
    verdict = conclude(output_check(), [code, None])
    assert verdict.brief == verdict.message == "f.py, line 1.\n    x += y\n(1 of 2 cases is right.)"


def test_a_number_that_is_zero_is_told_once_and_where_it_is_hidden_at_all() -> None:
    verdict = judged((0.0, 0.5), (0.25, 0.75))
    assert (
        verdict.message.startswith("it is 0, expected 0.5.\n") and verdict.brief == "it has a wrong value. it is zero."
    )


def test_a_factor_is_called_what_it_is_in_every_case() -> None:
    inputs = [{"X": np.ones((2, 5))}, {"X": np.ones((3, 5))}]
    assert "it is 1/(the number of rows of X) times" in judged((0.5, 1.0), (0.4, 1.2), inputs=inputs).message
    assert "it is 1/(the number of rows of X) times" in judged((V / 2, V), (V / 3, V), inputs=inputs).message
    assert "it is 1/2 times" in judged((V / 2, V), (V, V), inputs=inputs).message


def test_a_factor_without_a_name_in_one_case_of_several_is_chance() -> None:
    assert "times" not in judged((np.sin(V), V), (1.2345 * V, V)).message
    assert "it is 1.2345 times" in judged((1.2345 * V, V), (0.7 * V, V)).message
    assert "it is 1.2345 times" in judged((1.2345 * V, V), (V, V)).message


def test_what_fits_one_wrong_case_and_not_another_explains_neither() -> None:
    verdict = judged((V, V), (np.sin(V), V), (-V, V))
    assert "sign" not in verdict.message and verdict.case_index == 1
    assert "it has the wrong sign" in judged((V, V), (-W, W), (-V, V)).message.replace("Every entry of ", "")
    assert judged((np.sin(V), V), (np.cos(V), V)).case_index == 0


def test_the_first_wrong_case_that_shows_what_numbers_cannot_hide_is_told() -> None:
    verdict = judged((np.sin(V), V), (V * np.inf, V))
    assert verdict.case_index == 1 and "4 of 4 entries of it are not finite." in verdict.message
    assert "it is zero everywhere." in judged((np.sin(V), V), (0 * V, V)).message


def test_the_second_best_explanation_of_one_case_is_told_where_the_best_fits_no_other() -> None:
    inputs = [{"k": 3.0, "x": V}, {"k": 5.0, "x": W}]
    message = judged((V * 3 / 2, V / 2), (W * 5 / 2, W / 2), inputs=inputs).message
    assert "it is k times what it should be, in every entry." in message


def test_an_error_is_told_before_what_can_be_explained() -> None:
    wrong = CaseResult("failed", Message("Wrong.", "Wrong."), explanations=(same("Why."),))
    error = CaseResult("error", Message("It raised.", "It raised."), None)
    assert conclude(output_check(), [wrong, error]).message == "It raised."
    assert conclude(output_check(), [None, wrong]).message == "Wrong. Why. (1 of 2 cases is right.)"
    assert conclude(output_check(), [None, None, wrong]).message == "Wrong. Why. (2 of 3 cases are right.)"
    told = replace(wrong, words=replace(wrong.words, details="The case."))
    assert conclude(output_check(), [None, told]).message == "Wrong. Why.\nThe case.\n(1 of 2 cases is right.)"


STALE = "it is exactly what it should be in case 1, an earlier one: does something stay from call to call?"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({"w": W}, {"w": W + 1}, STALE),
        ({"w": W, "central": True}, {"w": W, "central": False}, "it should be with another central: is central used?"),
        ({"w": W, "central": True, "h": 0.1}, {"w": W, "central": False, "h": 0.2}, ""),
        ({"w": W, "rng": Rng(1)}, {"w": W, "rng": Rng(2)}, "is rng used?"),
    ],
)
def test_an_earlier_answer_tells_of_what_stays_or_of_an_argument_that_is_ignored(first, second, said) -> None:
    message = judged((W**2, W**2), (W**2, W + 4), inputs=[first, second]).message
    assert said in message and ("exactly" in message) == bool(said)


def test_two_equal_earlier_answers_tell_of_neither() -> None:
    inputs = [{"w": W}, {"w": W + 1}, {"w": W + 2}]
    assert "exactly" not in judged((W**2, W**2), (W**2, W**2), (W**2, W + 4), inputs=inputs).message


def test_the_answer_to_something_else_is_no_finding_where_a_few_plain_numbers_are_asked_for() -> None:
    assert "exactly" not in judged((V, V), (V, V[::-1] + 1), inputs=[{"w": V}, {"w": W}]).message


def converges(inputs, outputs):
    """A law whose loop ends for the right answer alone."""
    while outputs["it"] != 1.0:
        pass


def test_a_law_that_does_not_end_on_what_a_student_returned_costs_this_case_alone(monkeypatch) -> None:
    monkeypatch.setattr(staff_time, "SECONDS", 0.5)
    asked = replace(output_check(), kind="law", options=KINDS["law"].options(law=("converges",)))
    cases = [Case("right", {}), Case("endless", {}), Case("right again", {})]
    seen = [Observation("returned", {"it": np.array(value)}) for value in (1.0, 2.0, 1.0)]
    key = AnswerKey(laws={"converges": converges})
    verdict, _ = converse(KINDS["law"].talk(asked, cases, key), lambda calls: seen)
    assert (verdict.status, round(verdict.score, 3)) == ("failed", 0.667)
    assert verdict.message == (
        "The result could not be checked in time. It was it (float64, shape ()). (2 of 3 cases are right.)"
    )
    assert verdict.staff_note == (
        "Judging the case 'endless': tests/checks/test_conclude.py: converges did not end within 0.5 seconds."
    )
