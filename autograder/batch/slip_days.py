"""Slip days of a class: those that are left before its work is graded, and those that it has used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from autograder.batch.class_results import GradedSubmission
from autograder.records import HandIn, Person
from autograder.spec.staff_folder import TERM_NAME
from autograder.spec.term import Term
from autograder.text.plural import agreed, counted
from autograder.writers import files


def with_slip_days(hand_ins: Iterable[HandIn], term: Term, assignment: str) -> tuple[HandIn, ...]:
    """The hand-ins, each with the slip days that its people have left, unless the roster has said so."""
    return tuple(
        hand_in
        if hand_in.info.slip_days
        else replace(hand_in, info=replace(hand_in.info, slip_days=term.left(assignment, _members(hand_in))))
        for hand_in in hand_ins
    )


def write_term(folder: Path, term: Term, assignment: str, submissions: Iterable[GradedSubmission]) -> str:
    """Write term.yaml anew, with the slip days that this assignment took, and return a sentence that says where, and
    whose days are not in it.
    """
    by_days = sorted(submissions, key=lambda graded: graded.slipped)  # of several hand-ins the largest number counts
    used = {
        person.email or person.id: graded.slipped
        for graded in by_days
        for person in graded.people
        if person.email or person.id
    }
    files.write_whole(folder / TERM_NAME, term.with_used(assignment, used).to_bytes())
    said = f"Slip days used over the term, for the next assignment: {folder / TERM_NAME}"
    missing = sum(graded.score is None for graded in by_days)
    return (
        f"{said}, without those of {counted(missing, 'submission')} that {agreed(missing, 'has', 'have')} no score yet"
        if missing
        else said
    )


def _members(hand_in: HandIn) -> list[tuple[str, ...]]:
    """The names that each member may have in term.yaml; where nobody is named, the hand-in's own name."""
    return [(person.email, person.id) for person in hand_in.people or (Person(id=hand_in.name),)]
