"""Answers know what they were frozen from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.freeze.staleness import changed
from autograder.gradescope.bundle import grading_folder
from autograder.spec import loader, staff_folder
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION
from tests.support.real import real, real_answers
from tests.support.toy import edited


def test_what_nobody_has_touched_is_fresh_also_after_a_way_through_the_file(
    toy_folder: Path, toy_answers: Answers
) -> None:
    store.save_answers(toy_folder / staff_folder.ANSWERS_NAME, toy_answers)
    assignment = loader.load(toy_folder)
    assert (
        changed(
            StaffFolder(toy_folder), assignment, store.load_answers(toy_folder / staff_folder.ANSWERS_NAME, assignment)
        )
        == []
    )


@pytest.mark.parametrize("name", ["cases/toy.py", "probes/toy.py", "probes/tools.py", "laws/toy.py", "toy.py"])
def test_a_changed_file_is_named(toy_folder: Path, toy_answers: Answers, name: str) -> None:
    (toy_folder / name).write_text((toy_folder / name).read_text() + "\n# new\n")
    assert changed(StaffFolder(toy_folder), loader.load(toy_folder), toy_answers) == [name]


@pytest.mark.parametrize("name", ["mistakes/t1.yaml", "data/digits.npz", "cases/more.py"])
def test_a_new_file_is_named(toy_folder: Path, toy_answers: Answers, name: str) -> None:
    (toy_folder / name).parent.mkdir(exist_ok=True)
    (toy_folder / name).write_text("# new\n")
    assert changed(StaffFolder(toy_folder), loader.load(toy_folder), toy_answers) == [name]


def test_a_file_that_is_gone_is_named(toy_folder: Path, toy_answers: Answers) -> None:
    then = replace(toy_answers, frozen_from={**toy_answers.frozen_from, "data/old.npz": "0"})
    assert changed(StaffFolder(toy_folder), loader.load(toy_folder), then) == ["data/old.npz"]


@pytest.mark.parametrize(
    ("old", "new", "stale"),
    [
        ("seed: 1\n", "seed: 2\n", True),
        ("cases: double\n", "cases: triple\n", True),
        ("none: 0.5", "none: 0.6", True),
        ("title: A toy assignment", "title: A toy", False),
        ("total_seconds: 60", "total_seconds: 61\nlate: {percent_a_day: 10}", False),
        ("title: double gives twice its argument", "title: double doubles", False),
    ],
)
def test_of_the_settings_those_count_that_decide_the_answers(
    toy_folder: Path, toy_answers: Answers, old: str, new: str, stale: bool
) -> None:
    edited(toy_folder, (old, new))
    assert changed(StaffFolder(toy_folder), loader.load(toy_folder), toy_answers) == [staff_folder.SPEC_NAME] * stale


def test_line_ends_of_a_checkout_change_nothing(toy_folder: Path, toy_answers: Answers) -> None:
    for path in (toy_folder / "cases" / "toy.py", toy_folder / "toy.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert changed(StaffFolder(toy_folder), loader.load(toy_folder), toy_answers) == []


def test_a_bundle_has_nothing_to_compare_with(toy_folder: Path, toy_answers: Answers, tmp_path: Path) -> None:
    store.save_answers(toy_folder / staff_folder.ANSWERS_NAME, toy_answers)
    for name, data in grading_folder(StaffFolder(toy_folder), loader.load(toy_folder)).items():
        path = tmp_path / "grading" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    bundled, assignment = StaffFolder(tmp_path / "grading"), loader.load(tmp_path / "grading")
    assert changed(bundled, assignment, store.load_answers(bundled.answers, assignment)) == []


def test_a_grading_folder_has_the_assignments_data(toy_folder: Path, tmp_path: Path) -> None:
    edited(toy_folder, ("seed: 1\n", "seed: 1\ndata: [rows.npz]\n"))
    (toy_folder / "data").mkdir(exist_ok=True)
    (toy_folder / "data" / "rows.npz").write_bytes(b"rows")
    for name, data in grading_folder(StaffFolder(toy_folder), loader.load(toy_folder)).items():
        path = tmp_path / "elsewhere" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert loader.load(tmp_path / "elsewhere").data == {"rows.npz": b"rows"}


def test_the_committed_answers_are_those_of_the_committed_assignment() -> None:
    assignment = real()
    names = changed(StaffFolder(SOLUTION), assignment, real_answers())
    assert names == [], "answers.npz is stale: run `autograder freeze`"
