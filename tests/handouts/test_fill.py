"""What is filled into a handout says the same as assignment.yaml, and gives nothing away."""

from __future__ import annotations

import re

import pytest
import yaml

pytest.importorskip("jinja2", reason="filling in the handouts needs Jinja2")

from press import fill

from .conftest import HANDOUTS, ROOT

SPEC = yaml.safe_load((ROOT / "solution" / "assignment.yaml").read_text(encoding="utf-8"))
SOLUTION = re.compile(r"# BEGIN SOLUTION \w+\n(.*?)# END SOLUTION", re.S)


@pytest.mark.parametrize("question", [question for question in SPEC["questions"] if question["points"]], ids=lambda q: q["id"])
def test_every_question_has_a_section_with_its_points_and_every_check(question: dict) -> None:
    text = fill.fill(HANDOUTS / "student.md")
    assert f"{{#{question['id']}}}" in text
    for check in question["checks"]:
        assert fill.plain(check["title"]) in text


def test_every_stub_of_the_skeleton_is_listed_in_the_students_handout() -> None:
    text = fill.fill(HANDOUTS / "student.md")
    for name in SPEC["files"]:
        for door in re.findall(r"^(?:def|class) (\w+)", (ROOT / "solution" / name).read_text(encoding="utf-8"), re.M):
            assert re.search(rf"^(?:def|class) {door}\b", text, re.M), f"{name}: {door}"


def test_no_line_of_a_solution_is_in_a_students_handout() -> None:
    text = "".join(fill.fill(HANDOUTS / f"{name}.md") for name in ("student", "frameworks"))
    for name in SPEC["files"]:
        for body in SOLUTION.findall((ROOT / "solution" / name).read_text(encoding="utf-8")):
            for line in map(str.strip, body.splitlines()):
                assert len(line) < 18 or line not in text, f"{name}: {line}"


def test_code_that_only_the_tests_run_is_not_on_the_page() -> None:
    assert ".check}" in (HANDOUTS / "student.md").read_text(encoding="utf-8")
    assert ".check}" not in fill.fill(HANDOUTS / "student.md")


def test_the_late_policy_is_told_in_sentences() -> None:
    said = fill.late_policy({"grace_minutes": 15, "slip_days": 2, "percent_a_day": 10, "cap_percent": 50, "floor_percent": 0})
    assert said == [
        "The first 15 minutes after the due date are free.",
        "2 late days are free; every started day counts as one.",
        "Every further started day costs 10 % of the points you have earned.",
        "All of them together cost 50 % at most.",
    ]


def test_a_budget_of_hints_is_told_where_there_is_one() -> None:
    assert fill.hints(None) == ""
    assert "first 6 submissions within 24 hours" in fill.hints(6)


def test_a_due_date_is_told_with_its_offset() -> None:
    assert fill.moment("2026-12-01 23:59 -0800") == "Tuesday 1 December 2026, 23:59 (UTC-08:00)"


@pytest.mark.parametrize(("value", "words"), [(1e-5, "10^{-5}"), (2e-3, r"2 \cdot 10^{-3}"), (1.0e-9, "10^{-9}")])
def test_a_tolerance_is_a_power_of_ten(value: float, words: str) -> None:
    assert fill.scientific(value) == words


def test_a_title_is_text_whatever_signs_are_in_it() -> None:
    assert fill.plain("x*y at [1, 3]") == r"x\*y at \[1, 3\]"
