"""The README that students get names files that they have, whichever form their stubs come in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.release.folder import as_notebooks, skeletons
from autograder.release.readme import README, readme
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import ROOT, SOLUTION

FILE = re.compile(r"[\w/]+\.(?:py|ipynb|html|csv)\b")
NOT_THEIRS = {"types.py", "random.py"}
FOLDERS = [SOLUTION, *sorted(path.parent for path in ROOT.glob("autograder/templates/new/*/student_readme.md"))]


def released(folder: Path, form: str) -> tuple[set[str], str]:
    """The names of a student's files, with those that they make themselves, and the README of the release."""
    staff, assignment = StaffFolder(folder), loader.load(folder)
    stubs = {name: text.encode() for name, text in skeletons(staff, assignment).items()}
    files = as_notebooks(staff, assignment, stubs) if form == "notebooks" else stubs
    if form == "handouts":
        files = {**files, "handouts/student.html": b""}
    made = set(assignment.files) - set(stubs)
    return {*files, *made}, readme(staff, assignment, files)[README].decode()


@pytest.mark.parametrize("form", ["files", "notebooks", "handouts"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_that_it_names_is_there_and_it_has_no_mark(folder: Path, form: str) -> None:
    names, text = released(folder, form)
    assert set(FILE.findall(text)) - NOT_THEIRS <= names and "<!--" not in text
    assert ("`.py`" in text) <= (form != "notebooks") and ("(handouts/" in text) <= (form == "handouts")


@pytest.mark.parametrize(("form", "first"), [("files", "`softmax.py`"), ("notebooks", "`q2.ipynb`")])
def test_the_table_says_where_each_question_is_answered(form: str, first: str) -> None:
    _, text = released(SOLUTION, form)
    where = {row.split("|")[1].strip(): row.split("|")[4].strip() for row in text.splitlines() if row.count("|") == 5}
    assert where["q2"] == first and where["contest"] == "`bot.py`" and all(where.values())
    assert where["q10"] == ("`sgd.py`, `network.py`" if form == "files" else "`q10.ipynb`")
