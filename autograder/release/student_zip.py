"""assignment.zip: the students' folder, the framework, and the handouts, so that one command installs everything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.records import Assignment
from autograder.release.archive import zipped
from autograder.release.folder import REQUIREMENTS
from autograder.release.wheel import Wheel
from autograder.spec.staff_folder import RELEASE_NAME

STUDENT_HANDOUTS = ("student.html", "student.pdf", "frameworks.html", "frameworks.pdf")
"""The built pages that students get; the others are for staff."""


def student_zip(assignment: Assignment, files: Mapping[str, bytes], wheel: Wheel) -> bytes:
    """A zip with one folder, named like the assignment: ``files``, the wheel in kit/, and the line that installs it."""
    complete = {
        **files,
        f"kit/{wheel.name}": wheel.data,
        REQUIREMENTS: files.get(REQUIREMENTS, b"") + f"./kit/{wheel.name}\n".encode(),
    }
    return zipped({f"{assignment.id}/{name}": data for name, data in complete.items()})


def student_handouts(folder: Path, release: str) -> dict[str, bytes]:
    """The students' pages among the built ``folder``, by path in the zip; none if it was built for another release."""
    mark = folder / RELEASE_NAME
    if not mark.is_file() or mark.read_text(encoding="utf-8").strip() != release:
        return {}
    return {f"handouts/{name}": (folder / name).read_bytes() for name in STUDENT_HANDOUTS if (folder / name).is_file()}
