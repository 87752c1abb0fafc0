"""What is filled into a handout says the same as assignment.yaml, and gives nothing away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.checks import KINDS
from autograder.records import Policy, Question
from autograder.spec import loader
from autograder.text import moments
from tests.support.places import ROOT

from .conftest import WRITTEN

pytest.importorskip("jinja2", reason="filling in the handouts needs Jinja2")

from press import assignment as words
from press import numbers, signatures

ASSIGNMENT = loader.load(ROOT / "solution")
SOLUTION = re.compile(r"# BEGIN SOLUTION \w+\n(.*?)# END SOLUTION", re.S)
Filled = Callable[[str], str]


@pytest.mark.parametrize("question", [one for one in ASSIGNMENT.questions if one.points], ids=lambda one: one.id)
def test_every_question_has_a_section_with_its_points_and_every_check(question: Question, filled: Filled) -> None:
    assert re.search(
        rf"^## {question.id.upper()}\. .*\b{question.points:g} point.*{{#{question.id}}}$", filled("student"), re.M
    )
    for check in question.checks:
        assert f"| {words.plain(check.title)} | {words.how(check)} |" in filled("student")


def test_every_stub_of_the_skeleton_is_listed_in_the_students_handout(filled: Filled) -> None:
    for name in ASSIGNMENT.files:
        for door in re.findall(r"^(?:def|class) (\w+)", (ROOT / "solution" / name).read_text(encoding="utf-8"), re.M):
            assert re.search(rf"^(?:def|class) {door}\b", filled("student"), re.M), f"{name}: {door}"


def test_no_line_of_a_solution_is_in_a_students_handout(filled: Filled) -> None:
    text = filled("student") + filled("frameworks")
    for name in ASSIGNMENT.files:
        for body in SOLUTION.findall((ROOT / "solution" / name).read_text(encoding="utf-8")):
            for line in map(str.strip, body.splitlines()):
                assert len(line) < 18 or line not in text, f"{name}: {line}"


def test_code_that_only_the_build_runs_is_not_on_the_page(filled: Filled) -> None:
    assert ".check}" in (WRITTEN / "student.md").read_text(encoding="utf-8")
    assert ".check}" not in filled("student")


def test_a_signature_comes_with_its_whole_docstring_and_the_shapes_its_file_states(filled: Filled) -> None:
    block = signatures.api("q1", "search.py", "predict", "hill_climb")
    said = " ".join(line.strip("# ") for line in block.splitlines())
    assert "F: (m, n) features, one example a row. y: (m,) labels, each +1 or -1. w: (n,) weights." in said
    assert "Returns (m,). Law: a score of exactly 0 is labelled +1." in said
    assert "Law: unless `max_steps` ran out, no neighbour scores higher." in said
    assert "to be made large." in said and "**" not in block


def test_a_line_of_a_file_about_one_question_stands_with_that_question() -> None:
    second, sixth = (signatures.api(question, "softmax.py", "softmax") for question in ("q2", "q6"))
    assert "Q2 has two classes" in second and "Q6 has" not in second
    assert "Q6 has C classes" in sixth and "Q2 has" not in sixth


def test_two_stars_that_raise_to_a_power_stay() -> None:
    assert "z = x ** n, for a whole number n" in signatures.api("q4", "graph.py", "PowerGate")


def test_a_signature_fits_its_column() -> None:
    block = signatures.api("q8", "network.py", "NLayerNetwork", "init_params")
    assert max(map(len, block.splitlines())) <= signatures.CODE_WIDTH


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (
            Policy(grace_minutes=15, slip_days=2, percent_a_day=10, cap_percent=50),
            [
                "The first 15 minutes after the due date are free.",
                "2 late days are free; every started day counts as one.",
                "Every further started day costs 10 % of the points you have earned.",
                "All of them together cost 50 % at most.",
            ],
        ),
        (
            Policy(grace_minutes=1, slip_days=1, percent_a_day=20, floor_percent=5),
            [
                "The first minute after the due date is free.",
                "1 late day is free; every started day counts as one.",
                "Every further started day costs 20 % of the points you have earned.",
                "Lateness alone never takes you below 5 % of the assignment's points.",
            ],
        ),
        (Policy(percent_a_day=12.5), ["Every started day costs 12.5 % of the points you have earned."]),
        (Policy(slip_days=2, percent_a_day=10, cap_percent=0), ["Lateness costs nothing."]),
        (Policy(grace_minutes=15), ["Lateness costs nothing."]),
    ],
)
def test_the_late_policy_is_told_in_sentences(policy: Policy, said: list[str]) -> None:
    assert words.late_policy(policy) == said


def test_the_students_handout_has_the_dates_and_the_policy_of_the_assignment(filled: Filled) -> None:
    due = words.due_as_written()
    assert due is not None and moments.moment(due) == ASSIGNMENT.due
    assert f"**Due: {words.moment(due)}.**" in filled("student")
    assert " ".join(words.late_policy(ASSIGNMENT.late)) in filled("student")


def test_without_a_date_and_a_policy_a_reader_is_told_where_they_are() -> None:
    assert words.dates(replace(ASSIGNMENT, late=None), None) == f"{words.NO_DATE} {words.NO_POLICY}"


def test_a_budget_of_hints_is_told_where_there_is_one() -> None:
    assert words.hints(None) == ""
    assert "first 6 submissions within 24 hours" in words.hints(6)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-12-01 23:59 -0800", "Tuesday 1 December 2026, 23:59 (UTC-08:00)"),
        ("2026-12-01T23:59:00.000000-08:00", "Tuesday 1 December 2026, 23:59 (UTC-08:00)"),
        ("2026-12-01 23:59:30+01:00", "Tuesday 1 December 2026, 23:59 (UTC+01:00)"),
        ("2026-12-01 23:59", "Tuesday 1 December 2026, 23:59 (UTC)"),
        ("2026-12-01T23:59Z", "Tuesday 1 December 2026, 23:59 (UTC)"),
    ],
)
def test_a_due_date_is_told_as_it_was_written_in_every_spelling_that_the_spec_takes(written: str, said: str) -> None:
    assert moments.moment(written) is not None
    assert words.moment(written) == said


def test_every_kind_of_check_has_words_for_the_tables() -> None:
    assert all(kind.words for kind in KINDS.values())


@pytest.mark.parametrize(("value", "said"), [(1e-5, "10^{-5}"), (2e-3, r"2 \cdot 10^{-3}"), (1.0e-9, "10^{-9}")])
def test_a_tolerance_is_a_power_of_ten(value: float, said: str) -> None:
    assert numbers.scientific(value) == said


def test_numbers_look_as_people_write_them() -> None:
    assert [numbers.number(value) for value in (16.0, 1.5, 1e-8, -0.271)] == ["16", "1.5", "1e-8", "-0.271"]
    assert (numbers.fixed(-0.5614, 3), numbers.percent(0.98), numbers.fraction(2 / 3)) == ("-0.561", "98 %", "2/3")
    assert numbers.vector([1.0, 2.96]) == "[1, 2.96]"
    assert [numbers.word(value) for value in (4, 15.0, 60)] == ["four", "fifteen", "sixty"]


def test_a_title_is_text_whatever_signs_are_in_it() -> None:
    assert words.plain("x*y at [1, 3]") == r"x\*y at \[1, 3\]"
