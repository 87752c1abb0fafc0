"""A wrong answer that a known mistake gives is told that mistake's hint, and no other."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.answers.signatures import ArraySignature, Signature, WrongAnswer, sentence_patterns, signature_of
from autograder.answers.store import Answers
from autograder.checks import KINDS
from autograder.feedback.factors import MINUS
from autograder.freeze.mistakes import Kept, add_wrong_answers, reachable
from autograder.freeze.reference import freeze
from autograder.grading.cache import VerdictCache
from autograder.grading.grader import Grader
from autograder.mistakes.narrow import narrow
from autograder.mistakes.recognise import recognise
from autograder.records import (
    AnswerKey,
    Assignment,
    Call,
    Case,
    Check,
    Diagnosis,
    Laws,
    Limits,
    Line,
    Observation,
    Question,
    Report,
    Rng,
    Transcript,
    Verdict,
    silent,
)
from autograder.release.kit import kit
from autograder.spec.loader import load
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import TOY
from tests.support.reports import check_of, submission_of, verdict_of
from tests.support.toy import frozen, toy_with_mistakes, with_function

UNKNOWN = Diagnosis()
TWICE = Diagnosis((("m1",),), factor="2")
BOTH = Diagnosis((("m1",), ("m2",)))


def only(*ids: str) -> Diagnosis:
    """One mistake was made, any one of these."""
    return Diagnosis((ids,))


@pytest.fixture(scope="module")
def known(tmp_path_factory, sandbox) -> tuple[Assignment, Answers]:
    folder = tmp_path_factory.mktemp("known")
    return frozen(toy_with_mistakes(folder / "toy"), sandbox, folder / "cache")


SLOW = """\
question: t1
file: toy.py
mistakes:
  - id: slow
    idea: scaled takes its time
    within: scaled
    with: |-
      import time
      time.sleep(0.45)
      return k * x
    checks: [t1.scaled]
    hint: How long does numpy take for that?
"""


def test_what_takes_too_long_is_known_by_that_in_every_deck(sandbox, tmp_path) -> None:
    folder = toy_with_mistakes(tmp_path / "toy", SLOW)
    text = (folder / "assignment.yaml").read_text()
    (folder / "assignment.yaml").write_text(
        text.replace("probe: scaled\n", "probe: scaled\n        limits: {seconds: 1}\n", 1)
    )
    assignment, answers = frozen(folder, sandbox, tmp_path / "cache")
    check = check_of(assignment, "t1.scaled")
    assert check.limits.seconds == 1
    assert [[one.mistake for one in answers.wrong_for(check, deck)] for deck in (1, 2)] == [["slow"], ["slow"]]


@pytest.fixture
def verdict(known, sandbox, toy_source) -> Callable[..., Report]:
    """The report on the toy reference with functions redefined below it."""

    def run(code: str, check: str, deck: int = 1) -> Report:
        handed_in = submission_of(with_function(toy_source, code))
        report = Grader(*known, sandbox).grade(handed_in, only=[check.split(".")[0]], deck=deck)
        return verdict_of(report, check)

    return run


@pytest.mark.parametrize(
    ("code", "check", "mistake"),
    [
        ("def double(x):\n    return x * 0.5", "t1.double", "half"),
        ("def double(x):\n    return (x * x) ** 0.5 * 2", "t1.double", "absolute"),
        ("def scaled(x, k):\n    return x + k * np.ones_like(x)", "t1.scaled", "shifted"),
        ("def scaled_backward(x, k, dz):\n    return np.full(x.shape, k)", "t1.slope", "no_upstream"),
        ("def shuffled(n, rng):\n    return list(range(n))", "t2.order", "sorted"),
        ("def shuffled(n, rng):\n    return rng.choice(n, n)", "t2.order", "replaced"),
    ],
)
@pytest.mark.parametrize("deck", [1, 2])
def test_other_code_with_the_same_numbers_is_the_same_mistake(verdict, code, check, mistake, deck) -> None:
    found = verdict(code, check, deck)
    assert found.status == "failed" and found.diagnosis == only(mistake)


def test_the_hint_is_the_mistakes_own(verdict) -> None:
    assert verdict("def double(x):\n    return 2 * abs(x)", "t1.double").hint == "What is twice a negative number?"


def test_a_sign_on_top_of_a_mistake_is_told_too(verdict) -> None:
    found = verdict("def scaled(x, k):\n    return -(x + k)", "t1.scaled")
    assert found.diagnosis == Diagnosis((("shifted",),), factor=MINUS)
    assert found.hint == "What does scaled give for x = 0? And the sign is wrong as well."


def test_a_factor_with_a_name_on_top_of_a_mistake_is_told_too(verdict) -> None:
    found = verdict("def scaled(x, k):\n    return (x + k) / 3", "t1.scaled")
    assert found.hint == "What does scaled give for x = 0? On top of that, everything is 1/3 times as large."


def test_a_mistake_in_one_case_and_not_in_the_others_is_not_called_known(verdict) -> None:
    found = verdict("def double(x):\n    return x / 2 if x > 0 else 7.25", "t1.double")
    assert found.status == "failed" and found.diagnosis == UNKNOWN


def test_wrong_numbers_that_nobody_knows_keep_the_checks_hint(verdict) -> None:
    found = verdict("def double(x):\n    return x + 17.125", "t1.double")
    assert (found.diagnosis, found.hint) == (UNKNOWN, "What is twice a number?")


def test_a_right_answer_is_no_mistake(verdict) -> None:
    found = verdict("def double(x):\n    return x + x", "t1.double")
    assert (found.status, found.diagnosis, found.hint) == ("passed", UNKNOWN, "")


def test_the_kit_knows_the_mistakes_of_public_checks_and_no_others(known) -> None:
    data = kit(StaffFolder(TOY), *known)["answers.npz"]
    index = bytes(np.load(io.BytesIO(data))["index"]).decode()
    assert "Is twice a number larger or smaller?" in index and "What arrives from above?" in index
    assert "What does scaled give for x = 0?" not in index and "Where does chance come in?" not in index


@pytest.mark.slow
def test_a_second_freeze_takes_everything_from_the_cache(tmp_path: Path, sandbox) -> None:
    staff = StaffFolder(toy_with_mistakes(tmp_path / "toy"))
    assignment = load(staff.path)
    right = freeze(staff, assignment, sandbox)
    first = VerdictCache(tmp_path / "cache")
    once = add_wrong_answers(staff, assignment, right, Kept(first), 2, silent)
    again = VerdictCache(tmp_path / "cache")
    twice = add_wrong_answers(staff, assignment, right, Kept(again), 2, silent)
    assert first.misses > 0 and again.misses == 0
    assert {key: [one.mistake for one in row] for key, row in once.wrong.items()} == {
        key: [one.mistake for one in row] for key, row in twice.wrong.items()
    }


def test_a_sign_on_top_of_a_wrong_gradient_is_told_too(verdict) -> None:
    found = verdict("def scaled_backward(x, k, dz):\n    return np.full(x.shape, -k)", "t1.slope")
    assert found.diagnosis == Diagnosis((("no_upstream",),), factor=MINUS)
    assert found.hint == "What arrives from above? And the sign is wrong as well."


# --- what is evidence, on checks made of a few values

RIGHT = {"dW": np.array([[1.5, -2.0], [0.25, 3.0]]), "db": np.array([4.0, -1.0])}
NO_LIMITS = Limits()


def made_check(kind: str, **options) -> Check:
    made = KINDS[kind].options(**options)
    return Check("x.check", kind, "", 1, "probe", "cases", made, True, "visible", NO_LIMITS, hint="The check's own.")


BY_NUMBERS = made_check("output")
BY_WORDS = made_check("law", law=("says",))
SAYS = AnswerKey(laws={"says": lambda inputs, outputs: inputs["words"].format(*outputs["told"]) if outputs else None})


def returned(**outputs) -> Observation:
    return Observation("returned", {name: np.asarray(value, dtype=float) for name, value in outputs.items()})


def recognised_as(
    check: Check, calls: list[Call], answers: list, key: AnswerKey, wrong: dict, seen: list[Observation]
) -> Verdict:
    """The verdict on ``seen``; ``wrong`` holds, by the id of a mistake, what it showed in every case, once a draw."""
    known = [
        WrongAnswer(
            mistake_id,
            f"{mistake_id}?",
            tuple(signature_of(check, *row, key) for row in zip(calls, draws, answers, strict=True)),
        )
        for mistake_id, draws in wrong.items()
    ]
    key = replace(key, answers=tuple(answers), wrong=tuple(known))
    verdict = Verdict("failed", 0.0, hint=check.hint)
    return recognise(check, key, Transcript(tuple(calls), tuple(seen)), verdict)


def of_words(told: list[float], wrong: dict[str, list[list[float]]], words: str = "{} of {} are there.") -> Verdict:
    """The verdict on what a law says of some numbers; mistakes were seen with several draws of these."""
    lucky = len(next(iter(wrong.values()))) > 1
    inputs = {"words": words, "rng": Rng(1)} if lucky else {"words": words}
    draws = {
        mistake_id: [[returned(told=numbers, more=numbers) for numbers in rows]] for mistake_id, rows in wrong.items()
    }
    seen = [returned(told=told, more=[99.0] if lucky else [1.0])]
    return recognised_as(BY_WORDS, [Call("probe", Case("one", inputs))], [None], SAYS, draws, seen)


def test_the_same_words_with_other_arrays_are_another_mistake() -> None:
    assert of_words([3.0, 9.0], {"m1": [[3.0, 9.0]]}).diagnosis == UNKNOWN
    assert of_words([1.0], {"m1": [[1.0]]}, "{} is there.").diagnosis == only("m1")


def test_a_number_must_be_near_what_was_observed() -> None:
    wrong = {"m1": [[0.60, 20], [0.61, 20], [0.605, 20]]}
    assert of_words([0.615, 20], wrong).diagnosis == only("m1")
    assert of_words([0.63, 20], wrong).diagnosis == of_words([0.605, 21], wrong).diagnosis == UNKNOWN


def test_words_that_many_mistakes_say_point_to_none_of_them() -> None:
    three = {f"m{i}": [[5, 20], [5, 20]] for i in range(3)}
    assert of_words([5, 20], three).diagnosis == only("m0", "m1", "m2")
    found = of_words([5, 20], {**three, "m3": [[5, 20], [5, 20]]})
    assert (found.diagnosis, found.hint) == (Diagnosis(possible=("m0", "m1", "m2", "m3")), "The check's own.")


def test_a_number_that_luck_moves_over_those_of_many_mistakes_points_to_none() -> None:
    exact = {f"m{number}": [[number, 20], [number, 20]] for number in (3, 6, 9)}
    lucky = {"m1": [[2, 20], [10, 20], [7, 20]]}
    assert of_words([8, 20], lucky).diagnosis == only("m1")
    assert of_words([8, 20], {**exact, **lucky}).diagnosis == Diagnosis(possible=("m1",))
    assert of_words([6, 20], {**exact, **lucky}).diagnosis == Diagnosis((("m6",),), possible=("m1",))


def test_a_mistake_that_other_lines_point_to_is_named_where_it_only_fits_as_well() -> None:
    wrong = {f"q1.{number}": [WrongAnswer(f"m{n}", f"m{n}?", ALWAYS) for n in (1, 2)] for number in (1, 2)}
    perhaps = Verdict("failed", 0.0, diagnosis=Diagnosis(possible=("m1", "m2")), hint="The case's own.")
    _, found = narrow(lines_of(Verdict("failed", 0.0, diagnosis=only("m1"), hint="m1?"), perhaps), wrong)
    assert (found.verdict.diagnosis, found.verdict.hint) == (only("m1"), "m1?")
    [alone] = narrow(lines_of(perhaps), wrong)
    assert (alone.verdict.diagnosis, alone.verdict.hint) == (UNKNOWN, "The case's own.")


def of_numbers(seen: list[dict], wrong: dict[str, list[dict]], answers: list[dict] | None = None) -> Verdict:
    answers = answers or [RIGHT] * len(seen)
    calls = [Call("probe", Case(f"case {i}", {})) for i in range(len(seen))]
    draws = {mistake_id: [[returned(**one)] for one in rows] for mistake_id, rows in wrong.items()}
    return recognised_as(BY_NUMBERS, calls, answers, AnswerKey(), draws, [returned(**one) for one in seen])


def test_two_mistakes_in_two_arrays_are_both_there() -> None:
    wrong = {"m1": [{**RIGHT, "dW": RIGHT["dW"] ** 2}], "m2": [{**RIGHT, "db": RIGHT["db"] + 3}]}
    found = of_numbers([{"dW": RIGHT["dW"] ** 2, "db": RIGHT["db"] + 3}], wrong)
    assert (found.diagnosis, found.hint) == (BOTH, "m1? And: m2?")


def test_a_factor_on_top_shows_in_the_cases_too_that_the_mistake_has_right() -> None:
    right = [{"loss": np.array(1.25)}, {"loss": np.array(6.5)}, {"loss": np.array(2.5)}]
    mean = [{"loss": np.array(value)} for value in (1.25, 1.3, 0.5)]
    both = [{"loss": one["loss"] / np.log(10)} for one in mean]
    found = of_numbers(both, {"mean": mean}, right)
    assert found.diagnosis == Diagnosis((("mean",),), factor="1/ln 10 (a base-10 logarithm)")
    assert found.hint == "mean? On top of that, everything is 1/ln 10 (a base-10 logarithm) times as large."


def test_one_pair_of_numbers_seen_in_several_cases_shows_no_factor() -> None:
    """ln 1e-15 is 15/16 of ln 1e-16, which is (n - 1)/n where n is 16."""
    right = [{"loss": np.array(value)} for value in (1.25, 6.5)]
    saturated = {"loss": np.array(-np.log(1e-16))}
    calls = [Call("probe", Case(f"case {i}", {"X": np.ones((16, 2))})) for i in range(2)]
    seen = [returned(loss=-np.log(1e-15))] * 2
    draws = {"bound": [[returned(**saturated)]] * 2}
    found = recognised_as(BY_NUMBERS, calls, right, AnswerKey(), draws, seen)
    assert (found.diagnosis, found.hint) == (UNKNOWN, "The check's own.")


def test_the_right_answer_times_a_number_is_no_mistake_times_another() -> None:
    """k is called 2 where it is 2, and k where it is 1.7; k squared is called so in both."""
    factors, x = (2.0, 1.7), np.array([1.5, -0.25, 4.0])
    calls = [Call("probe", Case(f"case {i}", {"k": k})) for i, k in enumerate(factors)]
    right, seen = [{"dx": k * x} for k in factors], [returned(dx=k * k * x) for k in factors]
    draws = {"passes": [[returned(dx=x)] for _ in factors]}
    found = recognised_as(BY_NUMBERS, calls, right, AnswerKey(), draws, seen)
    assert (found.diagnosis, found.hint) == (UNKNOWN, "The check's own.")


def lines_of(*verdicts: Verdict) -> list[Line]:
    question = Question("q1", "One", 2, False, ())
    return [
        Line(question, replace(BY_NUMBERS, id=f"q1.{number}"), verdict)
        for number, verdict in enumerate(verdicts, start=1)
    ]


ALWAYS = (Signature(outputs={"dW": ArraySignature.of(RIGHT["dW"])}),)


def test_a_mistake_with_a_factor_on_top_stays_although_other_lines_fail_in_other_ways() -> None:
    wrong = {f"q1.{number}": [WrongAnswer("m1", "m1?", ALWAYS)] for number in (1, 2, 3)}
    other = Verdict("failed", 0.0, hint="Other.")
    [kept, *_] = narrow(lines_of(Verdict("failed", 0.0, diagnosis=TWICE, hint="m1? Twice."), other, other), wrong)
    assert (kept.verdict.diagnosis, kept.verdict.hint) == (TWICE, "m1? Twice.")
    [plain, *_] = narrow(lines_of(Verdict("failed", 0.0, diagnosis=only("m1"), hint="m1?"), other, other), wrong)
    assert (plain.verdict.diagnosis, plain.verdict.hint) == (UNKNOWN, "The check's own.")


def failed_as(*ids: str) -> Verdict:
    return Verdict("failed", 0.0, diagnosis=only(*ids) if ids else UNKNOWN, hint="Hints.")


def of_checks(*rows: dict[str, tuple[Signature | None, ...]]) -> dict[str, list[WrongAnswer]]:
    """The wrong answers of checks q1.1, q1.2, …: what each mistake shows there."""
    return {
        f"q1.{number}": [WrongAnswer(one, f"{one}?", cases) for one, cases in row.items()]
        for number, row in enumerate(rows, start=1)
    }


SAYS_SO = (Signature(sentence_patterns(["That is wrong."])),)
ZERO = (Signature(outputs={"dW": ArraySignature.of(0 * RIGHT["dW"])}),)


def test_an_exact_match_of_arrays_stands_although_other_checks_fail_in_other_words() -> None:
    lines = lines_of(failed_as("m1"), failed_as(), failed_as())
    assert narrow(lines, of_checks({"m1": ALWAYS}, {"m1": SAYS_SO}, {"m1": SAYS_SO}))[0].verdict.diagnosis == only("m1")
    assert narrow(lines, of_checks({"m1": ZERO}, {"m1": SAYS_SO}, {"m1": SAYS_SO}))[0].verdict.diagnosis == UNKNOWN
    assert narrow(lines, of_checks({"m1": SAYS_SO}, {"m1": SAYS_SO}))[0].verdict.diagnosis == UNKNOWN


def test_an_exact_match_of_arrays_stands_against_one_check_that_fails_with_other_arrays() -> None:
    wrong = of_checks({"m1": ALWAYS}, {"m1": ALWAYS}, {"m1": ALWAYS})
    assert narrow(lines_of(failed_as("m1"), failed_as()), wrong)[0].verdict.diagnosis == only("m1")
    assert narrow(lines_of(failed_as("m1"), failed_as(), failed_as()), wrong)[0].verdict.diagnosis == UNKNOWN


def test_of_two_mistakes_that_fit_the_one_that_fails_the_other_failed_checks_too_is_named() -> None:
    lines = lines_of(failed_as("m1", "m2"), failed_as())
    passes_the_second = of_checks({"m1": ALWAYS, "m2": ALWAYS}, {"m1": SAYS_SO, "other": SAYS_SO})
    assert narrow(lines, passes_the_second)[0].verdict.diagnosis == only("m1")
    neither_fails_it = of_checks({"m1": ALWAYS, "m2": ALWAYS}, {"other": SAYS_SO})
    assert narrow(lines, neither_fails_it)[0].verdict.diagnosis == only("m1", "m2")


@pytest.mark.parametrize("named", [only("m1"), TWICE, BOTH])
def test_a_mistake_is_not_there_when_a_check_passed_that_it_always_fails(named) -> None:
    wrong = {f"q1.{number}": [WrongAnswer("m1", "m1?", ALWAYS), WrongAnswer("m2", "m2?", ALWAYS)] for number in (1, 3)}
    wrong["q1.2"] = [WrongAnswer("m1", "m1?", ALWAYS)]
    failed = Verdict("failed", 0.0, diagnosis=named, hint="Hints.")
    first, *_ = narrow(lines_of(failed, Verdict("passed", 1.0), failed), wrong)
    assert (first.verdict.diagnosis, first.verdict.hint) == (UNKNOWN, "The check's own.")
    [found] = narrow(lines_of(failed), wrong)
    assert found.verdict.diagnosis == named


def test_a_mistake_that_an_earlier_check_always_catches_is_not_looked_for_in_what_waits_for_it() -> None:
    first, second = (
        replace(BY_NUMBERS, id=check_id, after=after) for check_id, after in (("x.a", ()), ("x.b", ("x.a",)))
    )
    third = replace(second, id="x.c", after=(), builds_on=("x.b",))
    home = replace(third, id="x.home", builds_on=("x.hidden",))
    hidden = replace(first, id="x.hidden", public=False)
    checks = tuple(replace(check, public=True) for check in (first, second, third, home))
    question = Question("x", "", 1, False, (*checks, hidden))
    assignment = Assignment("x", "", (), 1, 1, NO_LIMITS, 1.0, (question,), {}, Laws(), "")
    m1, m2 = (WrongAnswer(mistake_id, "", ALWAYS) for mistake_id in ("m1", "m2"))
    sometimes = WrongAnswer("m3", "", (Signature(sometimes=True),))
    wrong = {(0, "x.a"): (m1, sometimes), (1, "x.hidden"): (m2,)}
    wrong |= {(0, check): (m1, m2, sometimes) for check in ("x.b", "x.c", "x.home")}
    kept = reachable(assignment, wrong)
    assert kept[0, "x.b"] == (m2, sometimes) and kept[0, "x.c"] == (sometimes,)
    assert kept[0, "x.home"] == (m1, m2, sometimes) and kept[0, "x.a"] == (m1, sometimes)
