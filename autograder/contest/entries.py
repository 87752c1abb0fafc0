"""Hand-ins → entries: of everybody the latest valid submission before the close, and each person in one entry only."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count

from autograder.intake.files import IntakeError
from autograder.records import Contest, Submission
from autograder.records.hand_ins import HandIn, Person
from autograder.text.moments import written
from autograder.text.sanitize import sanitized

PSEUDONYM = "PSEUDONYM"
LONGEST_PSEUDONYM = 24
KB = 1000
Open = Callable[[HandIn], Submission]


@dataclass(frozen=True)
class Entry:
    """A bot in the contest and whose it is.

    ``owner`` stays the same from night to night; ``digest`` is of the files, so an unchanged bot is known again.
    """

    owner: str
    digest: str
    people: tuple[Person, ...]
    submission: Submission
    submitted: datetime | None
    pseudonym: str


def entries(
    hand_ins: Iterable[HandIn], contest: Contest, closes: datetime, opened: Open
) -> tuple[list[Entry], list[str]]:
    """The entries at the close, in order of their owners, and a sentence for each hand-in that does not take part.

    A hand-in whose time nobody knows counts as in time. A member of a group who has a later hand-in takes part with
    that one; the group's stays for the others.
    """
    found: list[Entry] = []
    notes: list[str] = []
    seen: set[Person] = set()
    for hand_in in sorted(hand_ins, key=_latest_first):
        submitted = hand_in.info.created
        if submitted is not None and submitted > closes:
            notes.append(f"{hand_in.key}: handed in at {written(submitted)}, after the close.")
            continue
        people = tuple(person for person in hand_in.people or (Person(hand_in.name),) if _who(person) not in seen)
        if not people:
            continue
        entry = _entry(hand_in, people, contest, opened)
        if isinstance(entry, str):
            notes.append(f"{hand_in.key}: {entry}")
            continue
        seen.update(map(_who, people))
        found.append(entry)
    return _with_own_names(sorted(found, key=lambda one: one.owner)), notes


def digest_of(submission: Submission) -> str:
    """A digest of the files of a submission, by name."""
    digest = hashlib.sha256()
    for name, data in sorted(submission.files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()[:32]


def pseudonym_of(source: bytes) -> str:
    """The name that a bot gives itself, by ``PSEUDONYM = "…"`` at the top level of its file; empty if it gives none."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(at, ast.Name) and at.id == PSEUDONYM for at in node.targets):
            value = node.value.value if isinstance(node.value, ast.Constant) else ""
            words = " ".join(sanitized(value).split()) if isinstance(value, str) else ""
            return words[:LONGEST_PSEUDONYM].strip()
    return ""


def _entry(hand_in: HandIn, people: tuple[Person, ...], contest: Contest, opened: Open) -> Entry | str:
    """The entry, or a sentence on why the hand-in is none."""
    if hand_in.trouble:
        return hand_in.trouble
    try:
        submission = opened(hand_in)
    except IntakeError as error:
        return str(error)
    if contest.entry not in submission.files:
        return f"{contest.entry} was not handed in."
    size = sum(map(len, submission.files.values()))
    if size > contest.largest_kb * KB:
        return f"its files have {size / KB:.0f} kB, and a bot may have {contest.largest_kb} kB with all it imports."
    owner = hashlib.sha256("\0".join(sorted(map(_name, people))).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    pseudonym = pseudonym_of(submission.files[contest.entry])
    return Entry(owner, digest_of(submission), people, submission, hand_in.info.created, pseudonym)


def _with_own_names(found: Sequence[Entry]) -> list[Entry]:
    """Every entry with a pseudonym that no other has; who chose none is named by the owner's first digits."""
    taken: set[str] = set()
    named = []
    for entry in found:
        name = entry.pseudonym or f"bot {entry.owner[:4]}"
        candidates = chain([name], (f"{name} ({number})" for number in count(2)))
        free = next(one for one in candidates if one.casefold() not in taken)
        taken.add(free.casefold())
        named.append(replace(entry, pseudonym=free))
    return named


def _latest_first(hand_in: HandIn) -> tuple[bool, float, str]:
    """Order: the latest first; those without a time before all others, since nothing says that they are older."""
    submitted = hand_in.info.created
    return (submitted is not None, -submitted.timestamp() if submitted else 0.0, hand_in.key)


def _who(person: Person) -> Person:
    """What tells a person from another: the id where there is one, then the address, then the name."""
    return Person(id=person.id) if person.id else Person(email=person.email) if person.email else Person(person.name)


def _name(person: Person) -> str:
    return person.id or person.email or person.name
