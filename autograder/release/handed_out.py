"""What is known of the files as students get them, from the reference, from which the skeleton is made.

A bundle has no reference, and holds the same in a file. A kit holds the names alone, for at home every file is a
student's own.
"""

from __future__ import annotations

from contextlib import suppress

from autograder.intake.choice import digest
from autograder.intake.handed_out import NAME, HandedOut, packed, written_in
from autograder.records import Assignment
from autograder.release.skeleton import SkeletonError, skeleton
from autograder.spec.staff_folder import StaffFolder
from autograder.text.python_source import bound, statements


def handed_out(folder: StaffFolder, assignment: Assignment) -> HandedOut:
    """What a folder knows of the skeleton."""
    if (written := written_in(folder.path)) is not None:
        return written
    questions = [question.id for question in assignment.questions]
    digests: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for name in assignment.files:
        if name.endswith(".py") and (text := folder.text(name)):
            with suppress(SkeletonError):  # `release` tells staff; for grading the file is simply not known
                stub = skeleton(name, text, questions)
                digests[name] = digest(stub.encode())
                names[name] = [own for node in statements(stub) for own in bound(node)]
    return HandedOut(digests, names)


__all__ = ["NAME", "HandedOut", "handed_out", "packed"]
