"""Texts for students name checks, files and functions: what nothing has is refused where it is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.mistakes.catalogue import MistakesError
from autograder.mistakes.catalogue import load as mistakes_of
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.toy import edited, with_a_mistake

HINT = "hint: What is twice a number?"


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        ("Does t1.scald pass?", "this text names 't1.scald', which is not a check. Did you mean 't1.scaled'?"),
        ("See t1.scald.", "this text names 't1.scald', which is not a check. Did you mean 't1.scaled'?"),
        ("Open tyo.py.", "this text names 'tyo.py', and there is no such file. Did you mean 'toy.py'?"),
        ("What does scaled_backwrd do?",
         "this text names 'scaled_backwrd', which the reference has not. Did you mean 'scaled_backward'?"),
        ("Is `scaled_bakward(x, k, dz)` right?",
         "this text names 'scaled_bakward', which the reference has not. Did you mean 'scaled_backward'?"),
    ],
)  # fmt: skip
def test_a_hint_that_names_what_is_not_there_is_refused_with_its_place(toy_folder: Path, hint: str, words: str) -> None:
    edited(toy_folder, (HINT, f'hint: "{hint}"'))
    with pytest.raises(loader.SpecError) as error:
        loader.load(toy_folder)
    assert str(error.value) == f"{toy_folder}/assignment.yaml:20:9: {words}"


@pytest.mark.parametrize(
    ("old", "new"), [("title: Numbers", "title: As in t1.tripel"), ("title: double gives", "title: tyo.py gives")]
)
def test_a_title_is_such_a_text_too(toy_folder: Path, old: str, new: str) -> None:
    edited(toy_folder, (old, new))
    with pytest.raises(loader.SpecError, match=r"assignment\.yaml:\d+:\d+: this text names '(?:t1\.tripel|tyo\.py)'"):
        loader.load(toy_folder)


@pytest.mark.parametrize(
    "hint",
    [
        "First t1.scaled, then t1. slope, and in toy.py.",
        "Is it scaled_backward, zeros_like, dx_per_dz or a thing of your own, my_helper?",
        "Work 1.5 out, e.g. by hand; t2.order comes later.",
        "A name like NLayerNetwork is no name here.",
    ],
)
def test_a_hint_without_such_a_name_is_fine(toy_folder: Path, hint: str) -> None:
    loader.load(edited(toy_folder, (HINT, f'hint: "{hint}"')))


def test_where_no_reference_is_nothing_is_looked_up(toy_folder: Path, tmp_path: Path) -> None:
    edited(toy_folder, (HINT, "hint: See t1.scald in tyo.py"))
    kit = shutil.copytree(toy_folder, tmp_path / "kit", ignore=shutil.ignore_patterns("toy.py", "helper_free.py"))
    for package in ("probes", "cases", "laws"):
        shutil.copy(toy_folder / package / "toy.py", kit / package / "toy.py")
    loader.load(kit)


@pytest.mark.parametrize("key", ["idea", "hint"])
def test_a_mistake_that_names_what_is_not_there_is_refused_with_its_place(toy_folder: Path, key: str) -> None:
    with pytest.raises(MistakesError, match=r"t1\.yaml:\d+:5: this text names 't1\.dubble', which is not a check"):
        mistakes_of(StaffFolder(with_a_mistake(toy_folder, **{key: "See t1.dubble"})), loader.load(toy_folder))
