"""The folder that students of the toy assignment get."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.answers.store import Answers
from autograder.records import Assignment
from autograder.release.folder import assignment_files, write_folder
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import TOY


@pytest.fixture
def folder(tmp_path: Path, toy: Assignment, toy_answers: Answers) -> Path:
    """A fresh release."""
    write_folder(tmp_path / "out", assignment_files(StaffFolder(TOY), toy, toy_answers))
    return tmp_path / "out"
