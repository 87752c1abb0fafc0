"""A class of sixty goes from Gradescope's zip to Canvas' gradebook by the commands of the staff's handout alone."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.spec.staff_folder import StaffFolder
from tests.batch.sixty import UNLOADABLE, Member, export, gradebook, keys, people, sixty
from tests.batch.test_batch import grades
from tests.support.commands import ENVIRONMENT
from tests.support.places import ROOT, SOLUTION
from tests.support.real import real

pytestmark = pytest.mark.slow
HANDOUT = (ROOT / "handouts" / "sources" / "staff-class.md").read_text(encoding="utf-8")
WORKERS = ("crash", "timed out", "graded")


def commands() -> list[str]:
    """The command lines of the handout's first section, in their order."""
    section = HANDOUT.partition("{#first}")[2].partition("\n## ")[0]
    return re.findall(r"^\$ (.+)$", section, re.MULTILINE)


@pytest.fixture(scope="module")
def members() -> list[Member]:
    return sixty(StaffFolder(SOLUTION), real())


@pytest.fixture(scope="module")
def done(members: list[Member], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder in which the handout was followed, and what each command said."""
    home = tmp_path_factory.mktemp("staff")
    os.symlink(SOLUTION, home / "solution")
    export(home / "submissions.zip", members)
    (home / "canvas.csv").write_bytes(gradebook(members))
    said = []
    for line in commands():
        program, *words = shlex.split(line)
        assert program == "python"
        ran = subprocess.run([sys.executable, *words], cwd=home, env=ENVIRONMENT, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        said.append(ran.stdout + ran.stderr)
    return home, said


def test_everybody_comes_to_what_they_handed_in(members: list[Member], done: tuple[Path, list[str]]) -> None:
    rows = grades(done[0] / "graded")
    assert len(members) == 60 and rows.keys() == keys(members).keys()
    whole = sum(question.points for question in real().questions)
    for key, one in keys(members).items():
        row = rows[key]
        assert row["outcome"] == one.outcome or (not one.outcome and row["outcome"] in WORKERS), (one.what, row)
        if one.full is not None:
            assert (row["score"] == f"{whole:g}") == one.full, (one.what, row)
        if one.outcome == "unreadable" or one.files is None:
            assert row["score"] == "", one.what


def test_the_triage_list_names_whatever_is_odd(members: list[Member], done: tuple[Path, list[str]]) -> None:
    with (done[0] / "graded" / "triage.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [(row["key"], row["what to know"]) for row in csv.DictReader(file)]
    by_what = {one.what: " ".join(words for key, words in told if key == name) for name, one in keys(members).items()}
    for what, words in (
        ("ten thousand", "more than 2000 files"),
        ("corrupt", "not a zip file that can be read"),
        ("bomb", "unpacks to over 200 times its size"),
        ("gone", "The export has no folder for this entry."),
        ("unloadable: in six ways", f"Could not be imported: {', '.join(UNLOADABLE)}."),
        ("unnamed", "does not name this folder"),
    ):
        assert words in by_what[what], (what, by_what[what])
    of_class = [words for key, words in told if key == "the class"]
    assert any(words.startswith("The metadata names entries that have no folder: ") for words in of_class)


def test_canvas_gets_one_cell_a_student_and_nobodys_failure(
    members: list[Member], done: tuple[Path, list[str]]
) -> None:
    home, (_, planned, filled) = done
    assert "Nothing was written: this was a dry run." in planned and "Gradebook to upload: " in filled
    head, possible, *before = gradebook(members).decode().splitlines()
    first, second, *after = (home / "graded" / "canvas.csv").read_bytes().decode("utf-8").splitlines()
    assert (first, second) == (head, possible)
    assert {line.rpartition(",")[0] for line in after} <= {line.rpartition(",")[0] for line in before}
    table = {
        row["SIS User ID"]: row["Networks (77)"] for row in csv.DictReader(io.StringIO("\n".join([first, *after])))
    }
    rows = grades(home / "graded")
    for (key, one), those in zip(keys(members).items(), people(members), strict=True):
        for person in those if one.named and not one.sid else ():
            assert table.get(person.id, "") == rows[key]["score"], one.what
    [twice] = [those[0] for one, those in zip(members, people(members), strict=True) if one.sid]
    assert f"Nothing is entered for {twice.name} ({twice.id})" in planned


def test_looked_at_again_nobody_is_graded_again(done: tuple[Path, list[str]]) -> None:
    _, (first, planned, filled) = done
    assert " left: " not in planned + filled  # all were passed by at once
    assert "60 of 60" in first and "60 of 60" in planned
    assert "e+" not in planned  # a rate is a plain number
