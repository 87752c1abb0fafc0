"""Digests of the files as students get them, so that intake knows an untouched copy of the skeleton from work.

The folder that staff write has the reference, from which the skeleton is made. A bundle has no reference, and holds the
digests instead: they tell nothing about an answer.
"""

from __future__ import annotations

import json
from contextlib import suppress

from autograder.intake.choice import digest
from autograder.records import Assignment
from autograder.release.skeleton import SkeletonError, skeleton
from autograder.spec.staff_folder import StaffFolder

NAME = "handed_out.json"


def handed_out(folder: StaffFolder, assignment: Assignment) -> dict[str, str]:
    """A digest for each file of the skeleton that is known; a kit knows none."""
    written = folder.path / NAME
    if written.exists():
        found: dict[str, str] = json.loads(written.read_text(encoding="utf-8"))
        return found
    questions = [question.id for question in assignment.questions]
    digests = {}
    for name in assignment.files:
        if text := folder.text(name):
            with suppress(SkeletonError):  # `release` tells staff; for grading the file is simply not known
                digests[name] = digest(skeleton(name, text, questions).encode())
    return digests


def packed(digests: dict[str, str]) -> bytes:
    """The digests as the file that a bundle holds."""
    return (json.dumps(digests, indent=1, sort_keys=True) + "\n").encode()
