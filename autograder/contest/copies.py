"""Bots that are too alike, for a person to look at: the batch's similarity, over the entry files alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.batch.similarity import Work, similar, skeleton_hashes
from autograder.batch.similarity_page import write_pages
from autograder.contest.entries import Entry
from autograder.records import Assignment, Contest
from autograder.release.skeleton import skeleton
from autograder.spec.staff_folder import StaffFolder


def write_copies(
    out: Path, entries: Sequence[Entry], assignment: Assignment, contest: Contest, staff: StaffFolder
) -> int:
    """Write the pairs that are too alike into ``out/similar``; returns how many there are.

    The pages show students' code and names: they are for staff. Code that students were handed does not count.
    """
    handed = skeleton(contest.entry, staff.text(contest.entry), [question.id for question in assignment.questions])
    known = skeleton_hashes([{contest.entry: handed.encode()}])
    similarity = similar([_work(entry, contest) for entry in entries], known)
    write_pages(out, similarity, known, f"{assignment.title}: bots that are alike")
    return len(similarity.pairs)


def _work(entry: Entry, contest: Contest) -> Work:
    names = ", ".join(person.called for person in entry.people)
    files = {contest.entry: entry.submission.files[contest.entry]}
    return Work(f"{names} ({entry.pseudonym})", files, frozenset(map(repr, entry.people)))
