"""A class's hand-ins as works to compare, opened like those that are graded: archives, folders and notebooks alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.batch.similarity import Work
from autograder.intake.files import IntakeError
from autograder.records import HandIn, Submission


def works(
    hand_ins: Iterable[HandIn], open_one: Callable[[HandIn], Submission], archived: bool = False
) -> tuple[list[Work], list[str]]:
    """The works, and a sentence for each hand-in that cannot be opened."""
    found: list[Work] = []
    refused: list[str] = []
    for hand_in in hand_ins:
        try:
            files = open_one(hand_in).files
        except IntakeError as error:
            refused.append(f"{hand_in.key}: {error}")
        else:
            found.append(Work(name_of(hand_in), files, people_of(hand_in), archived))
    return found, refused


def told_apart(archives: Sequence[tuple[Path, Sequence[HandIn]]]) -> list[HandIn]:
    """The hand-ins of earlier terms; where there are several, each key begins with the path of its class."""
    several = len(archives) > 1
    return [
        replace(hand_in, key=f"{path}/{hand_in.key}") if several else hand_in
        for path, hand_ins in archives
        for hand_in in hand_ins
    ]


def name_of(hand_in: HandIn) -> str:
    """The people's names with the key, which tells apart those of one name."""
    names = ", ".join(person.name for person in hand_in.people if person.name)
    return f"{names} ({hand_in.key})" if names and names != hand_in.key else hand_in.key


def people_of(hand_in: HandIn) -> frozenset[str]:
    """What identifies the people: an address, or an id with the name. A name does not, since two students may share
    theirs; nor does an id alone, since platforms count from one, each its own students.
    """
    ids = (f"{person.id} {person.name}" for person in hand_in.people if person.id.strip())
    addresses = (person.email for person in hand_in.people if person.email.strip())
    return frozenset(text.strip().casefold() for text in (*ids, *addresses))
