"""assignment.zip: the students' folder and the framework, so that one command installs all there is. The door is `student_zip`."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.records import Assignment
from autograder.release.archive import zipped
from autograder.release.folder import REQUIREMENTS
from autograder.release.wheel import Wheel


def student_zip(assignment: Assignment, files: Mapping[str, bytes], wheel: Wheel) -> bytes:
    """A zip with one folder, named like the assignment: ``files``, the wheel in kit/, and the line that installs it."""
    complete = {
        **files,
        f"kit/{wheel.name}": wheel.data,
        REQUIREMENTS: files.get(REQUIREMENTS, b"") + f"./kit/{wheel.name}\n".encode(),
    }
    return zipped({f"{assignment.id}/{name}": data for name, data in complete.items()})
