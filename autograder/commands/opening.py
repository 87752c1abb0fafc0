"""Open the hand-ins of a class: apart from `loading`, because a student's own check needs no skeleton."""

from __future__ import annotations

from collections.abc import Callable

from autograder.intake.submission import open_hand_in
from autograder.records import Assignment, HandIn, Submission
from autograder.release.handed_out import handed_out
from autograder.spec.staff_folder import StaffFolder


def opener(folder: StaffFolder, assignment: Assignment) -> Callable[[HandIn], Submission]:
    """How the hand-ins of a class are opened: as for grading, with what students were handed known."""
    known = handed_out(folder, assignment)
    return lambda hand_in: open_hand_in(hand_in, assignment.files, known)
