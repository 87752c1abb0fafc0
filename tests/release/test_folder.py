"""The folder that students get is written whole, and nothing of an earlier release stays in it."""

from __future__ import annotations

import re

from autograder.release.folder import assignment_files, write_folder
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import ROOT, SOLUTION, TOY
from tests.support.real import real, real_answers


def test_what_an_earlier_release_left_is_removed(folder, toy, toy_answers):
    (folder / "old.py").write_text("x")
    (folder / "kit" / "probes" / "old.py").write_text("x")
    write_folder(folder, assignment_files(StaffFolder(TOY), toy, toy_answers))
    assert not (folder / "old.py").exists() and not (folder / "kit" / "probes" / "old.py").exists()


def test_the_committed_assignment_is_what_release_writes():
    assignment = real()
    files = assignment_files(StaffFolder(SOLUTION), assignment, real_answers())
    home = ROOT / "assignment"
    present = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert present == set(files), "assignment/ is stale: run `autograder release`"
    stale = [name for name, data in files.items() if (home / name).read_bytes() != data]
    assert not stale, "assignment/ is stale: run `autograder release`"


def test_the_committed_assignment_gives_nothing_away():
    assignment = real()
    text = "\n".join(
        path.read_text() for path in (ROOT / "assignment").rglob("*") if path.suffix in {".py", ".yaml", ".md"}
    )
    assert "SOLUTION" not in text
    for check in assignment.checks:
        if not check.public:
            assert not re.search(rf"{re.escape(check.id)}\b(?!_)", text), check.id
