"""Answers know what they were frozen from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.freeze.staleness import changed
from autograder.gradescope.bundle import grading_folder
from autograder.spec import loader
from tests.conftest import SOLUTION, TOY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_what_nobody_has_touched_is_fresh_also_after_a_way_through_the_file(folder: Path, toy_answers: Answers) -> None:
    store.save_answers(folder / loader.ANSWERS_NAME, toy_answers)
    assignment = loader.load(folder)
    assert changed(assignment, store.load_answers(folder / loader.ANSWERS_NAME, assignment)) == []


@pytest.mark.parametrize("name", ["cases/toy.py", "probes/toy.py", "probes/tools.py", "laws/toy.py", "toy.py"])
def test_a_changed_file_is_named(folder: Path, toy_answers: Answers, name: str) -> None:
    (folder / name).write_text((folder / name).read_text() + "\n# new\n")
    assert changed(loader.load(folder), toy_answers) == [name]


@pytest.mark.parametrize("name", ["mistakes/t1.yaml", "data/digits.npz", "cases/more.py"])
def test_a_new_file_is_named(folder: Path, toy_answers: Answers, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("# new\n")
    assert changed(loader.load(folder), toy_answers) == [name]


def test_a_file_that_is_gone_is_named(folder: Path, toy_answers: Answers) -> None:
    then = replace(toy_answers, frozen_from={**toy_answers.frozen_from, "data/old.npz": "0"})
    assert changed(loader.load(folder), then) == ["data/old.npz"]


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
    folder: Path, toy_answers: Answers, old: str, new: str, stale: bool
) -> None:
    edit(folder / loader.SPEC_NAME, old, new)
    assert changed(loader.load(folder), toy_answers) == [loader.SPEC_NAME] * stale


def test_line_ends_of_a_checkout_change_nothing(folder: Path, toy_answers: Answers) -> None:
    for path in (folder / "cases" / "toy.py", folder / "toy.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert changed(loader.load(folder), toy_answers) == []


def test_a_bundle_has_nothing_to_compare_with(folder: Path, toy_answers: Answers, tmp_path: Path) -> None:
    store.save_answers(folder / loader.ANSWERS_NAME, toy_answers)
    for name, data in grading_folder(loader.load(folder)).items():
        path = tmp_path / "grading" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assignment = loader.load(tmp_path / "grading")
    assert changed(assignment, store.load_answers(tmp_path / "grading" / loader.ANSWERS_NAME, assignment)) == []


def test_the_committed_answers_are_those_of_the_committed_assignment() -> None:
    assignment = loader.load(SOLUTION)
    names = changed(assignment, store.load_answers(SOLUTION / loader.ANSWERS_NAME, assignment))
    assert names == [], "answers.npz is stale: run `autograder freeze`"
