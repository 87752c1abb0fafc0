"""A staff folder → `Assignment`: as it was read last, or else from assignment.yaml."""

from __future__ import annotations

from pathlib import Path

from autograder.import_path import Elsewhere
from autograder.records import Assignment
from autograder.spec import remembered
from autograder.spec.errors import SpecError
from autograder.spec.staff_folder import StaffFolder


def load(path: Path | str) -> Assignment:
    """Read the assignment.yaml in a folder, and the staff code beside it.

    What was valid is remembered beside it, and is not parsed again until something in the folder changes. Raises
    `SpecError` with every problem found.
    """
    folder = StaffFolder(Path(path))
    digest = remembered.digest_of(folder)
    if assignment := remembered.recall(folder, digest):
        return assignment
    with Elsewhere():  # a student's own yaml.py may stand in the working folder
        from autograder.spec import parser  # with pydantic and yaml, which are a third of a grading's start

    assignment = parser.parse(folder)
    remembered.remember(folder, digest, assignment)
    return assignment


__all__ = ["SpecError", "load"]
