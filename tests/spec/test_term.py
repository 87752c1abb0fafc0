"""Slip days over a term: who has how many left before an assignment, and what a wrong term.yaml is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.records import SlipDays
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from autograder.spec.term import NOBODY, Term, read_term
from tests.support.places import ROOT
from tests.support.toy import copy_of_toy, edited

TERM = Term(5, {"hw1": {"ada@example.edu": 2, "0201": 2, "bob": 1}, "hw2": {"ada@example.edu": 1}, "hw3": {"bob": 4}})
ADA, BOB = ("Ada@Example.edu", "0201"), ("bob",)


@pytest.mark.parametrize(("assignment", "left"), [("hw1", 5), ("hw2", 3), ("hw3", 2), ("hw4", 2)])
def test_an_assignment_counts_what_those_above_it_used(assignment: str, left: int) -> None:
    assert TERM.left(assignment, [ADA]) == SlipDays(left)


def test_of_a_group_the_member_with_the_fewest_decides_and_nobody_has_fewer_than_none() -> None:
    assert TERM.left("hw3", [ADA, BOB]) == SlipDays(2, of_group=True)
    assert TERM.left("hw4", [ADA, BOB]) == SlipDays(0, of_group=True)
    assert Term(1, {"hw1": {"bob": 3}}).left("hw2", [BOB]) == SlipDays(0)


def test_who_is_not_named_has_all_days_and_staff_read_why() -> None:
    assert TERM.left("hw4", []) == TERM.left("hw4", [("", "")]) == SlipDays(5, staff_note=NOBODY)
    assert TERM.left("hw4", [("new@example.edu",)]) == SlipDays(5)


def test_what_is_written_is_read_again_in_its_order(tmp_path: Path) -> None:
    folder = with_term(tmp_path, "")
    folder.term.write_bytes(TERM.with_used("hw1", {"eve": 0, "žofie": 3}).to_bytes())
    assert read_term(folder) == Term(5, {**TERM.used, "hw1": {"žofie": 3}})
    assert list(read_term(folder).used) == ["hw1", "hw2", "hw3"]


def with_term(tmp_path: Path, text: str, policy: str = "late: {percent_a_day: 10, term: true}\n") -> StaffFolder:
    folder = edited(copy_of_toy(tmp_path / "course" / "toy"), ("total_seconds: 60\n", f"total_seconds: 60\n{policy}"))
    if text:
        (folder / "term.yaml").write_text(text)
    return StaffFolder(folder)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "",
            "term.yaml: there is no such file, nor in the folder around this one. term.yaml begins with a line such as",
        ),
        ("- 5\n", "term.yaml:1:1: the file must be a table. term.yaml begins with a line such as `slip_days: 5`"),
        ("slip_day: 5\n", "'slip_day' is not a setting here; allowed: slip_days, used. Did you mean 'slip_days'?"),
        ("used: {}\n", "term.yaml:1:1: the setting 'slip_days' is missing."),
        ("slip_days: -1\n", "term.yaml:1:1: slip_days: this must be at least 0; got -1."),
        ("slip_days: 5\nused:\n  hw1: 3\n", "term.yaml:3:3: hw1: this must be a table"),
        ("slip_days: 5\nused:\n  hw1: {ada: two}\n", "term.yaml:3:9: ada: "),
        ("slip_days: 5\nused:\n  hw1: {ada: -1}\n", "term.yaml:3:9: ada cannot have used fewer than 0 slip days."),
    ],
)
def test_a_slip_in_the_file_is_named_with_its_place_when_the_assignment_is_read(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(loader.SpecError) as error:
        loader.load(with_term(tmp_path, text).path)
    assert complaint in str(error.value)


def test_the_file_that_the_handout_shows_is_right(tmp_path: Path) -> None:
    text = (ROOT / "handouts" / "sources" / "staff.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```{\.yaml \.term}\n(.*?)^```", text, re.M | re.S)
    term = read_term(with_term(tmp_path, shown))
    assert [term.left(name, [("ada@example.edu",)]).left for name in ("hw1", "hw2", "hw3")] == [5, 3, 2]


def test_a_file_that_no_policy_asks_for_is_not_read(tmp_path: Path) -> None:
    loader.load(with_term(tmp_path, "nonsense", policy="late: {percent_a_day: 10}\n").path)


def test_it_may_stand_in_the_folder_around_and_no_student_code_may_read_it(tmp_path: Path) -> None:
    folder = with_term(tmp_path, "")
    around = folder.path.parent / "term.yaml"
    around.write_text("slip_days: 4\n")
    assert read_term(folder) == Term(4, {}) and str(around) in folder.secrets([])
    (folder.path / "term.yaml").write_text("slip_days: 3\n")
    assert read_term(folder) == Term(3, {})
