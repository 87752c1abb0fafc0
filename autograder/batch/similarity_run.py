"""The pages with pairs of submissions that are too alike, made from a class's hand-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from autograder.batch.similarity import Work, similar, skeleton_hashes
from autograder.batch.similarity_class import works
from autograder.batch.similarity_page import write_pages
from autograder.records import Assignment, HandIn, Submission
from autograder.release.skeleton import SkeletonError, skeleton
from autograder.spec.staff_folder import StaffFolder


def write_alike(
    out: Path,
    staff: StaffFolder,
    assignment: Assignment,
    hand_ins: Iterable[tuple[HandIn, bool]],
    open_hand_in: Callable[[HandIn], Submission],
) -> int:
    """Write the pairs that are too alike into ``out/similar``; returns how many there are.

    Each hand-in comes with whether it is of an earlier term; these are compared with this term's alone. What students
    were handed counts for nothing. The pages show students' code and names: they are for staff.
    """
    known = skeleton_hashes([dict(_handed_out(staff, assignment))])
    found = similar(list(_works(hand_ins, open_hand_in)), known)
    write_pages(out, found, known, f"{assignment.title}: submissions that are alike")
    return len(found.pairs)


def _works(hand_ins: Iterable[tuple[HandIn, bool]], open_hand_in: Callable[[HandIn], Submission]) -> Iterator[Work]:
    for hand_in, archived in hand_ins:
        own, _ = works([hand_in], open_hand_in, archived)  # what cannot be opened is on the triage list
        yield from own


def _handed_out(staff: StaffFolder, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    questions = [question.id for question in assignment.questions]
    for name in assignment.files:
        if name.endswith(".py") and (text := staff.text(name)):
            try:
                yield name, skeleton(name, text, questions).encode()
            except SkeletonError:  # `release` tells staff
                continue
