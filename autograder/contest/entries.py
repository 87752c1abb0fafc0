"""Hand-ins → entries: everybody's latest valid submission by the close, and each person in one entry only."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count

from autograder.intake.files import IntakeError
from autograder.records import Contest, HandIn, OpenHandIn, Person, Submission
from autograder.text.python_source import parse_quietly
from autograder.text.sanitize import sanitized

PSEUDONYM = "PSEUDONYM"
LONGEST_PSEUDONYM = 24
KB = 1000


@dataclass(frozen=True)
class Entry:
    """A bot in the contest and whose it is.

    ``owner`` stays the same from night to night; ``digest`` is of the files, so an unchanged bot is known again.
    ``moment`` is when it was handed in, or first seen where nobody knows.
    """

    owner: str
    digest: str
    people: tuple[Person, ...]
    submission: Submission
    moment: datetime
    pseudonym: str


def collected(
    hand_ins: Iterable[HandIn], contest: Contest, seen: datetime, opened: OpenHandIn
) -> tuple[list[Entry], list[str]]:
    """The hand-ins that are valid entries, and a sentence for each that is not.

    ``seen`` stands in for the time of a hand-in where nobody knows it.
    """
    entries: list[Entry] = []
    notes: list[str] = []
    for hand_in in hand_ins:
        entry = _entry(hand_in, contest, seen, opened)
        if isinstance(entry, str):
            notes.append(f"{hand_in.key}: {entry}")
        else:
            entries.append(entry)
    return entries, notes


def at_close(known: Iterable[Entry], closes: datetime) -> list[Entry]:
    """Everybody's latest entry that was handed in by the close, in order of the owners.

    A member of a group who later handed in alone takes part with that; the group's entry stays for the others.
    """
    in_time = sorted(
        (entry for entry in known if entry.moment <= closes), key=lambda entry: (entry.moment, entry.digest)
    )
    who = identities(person for entry in in_time for person in entry.people)
    named: dict[tuple[Person, str], int] = {}
    for place, entry in enumerate(in_time):
        for person in entry.people:
            named.setdefault((who(person), entry.pseudonym), place)
    chosen: list[tuple[int, Entry]] = []
    seen: set[Person] = set()
    for entry in reversed(in_time):
        people = tuple(person for person in entry.people if who(person) not in seen)
        if people:
            seen.update(map(who, people))
            first = min(named[who(person), entry.pseudonym] for person in people)
            chosen.append((first, replace(entry, people=people, owner=owner_of(map(who, people)))))
    renamed = _with_own_names(entry for _, entry in sorted(chosen, key=lambda pair: pair[0]))
    return sorted(renamed, key=lambda entry: entry.owner)


def identities(everybody: Iterable[Person]) -> Callable[[Person], Person]:
    """What identifies each of these people: the id, else the address, else the name.

    An address without an id stands for the only id that it is known with: a platform may learn the id later.
    """
    ids: dict[str, set[str]] = {}
    for person in everybody:
        if person.id and person.email:
            ids.setdefault(person.email.casefold(), set()).add(person.id)

    def who(person: Person) -> Person:
        address = person.email.casefold()
        known = {person.id} if person.id else ids.get(address, set())
        if len(known) == 1:
            return Person(id=min(known))
        return Person(email=address) if address else Person(person.name)

    return who


def owner_of(people: Iterable[Person]) -> str:
    """The name of these people in the ledger, the same in whatever order they come."""
    names = sorted(person.id or person.email or person.name for person in people)
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def submission_digest(submission: Submission) -> str:
    """A digest of the files of a submission, by name."""
    digest = hashlib.sha256()
    for name, data in sorted(submission.files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()[:32]


def pseudonym_of(source: bytes) -> str:
    """The name that a bot gives itself, by ``PSEUDONYM = "…"`` at the top level of its file; empty if it gives none."""
    try:
        tree = parse_quietly(source)
    except SyntaxError:
        return ""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        given = getattr(node, "value", None)
        if given is not None and any(isinstance(at, ast.Name) and at.id == PSEUDONYM for at in targets):
            value = given.value if isinstance(given, ast.Constant) else ""
            words = " ".join(sanitized(value).split()) if isinstance(value, str) else ""
            return words[:LONGEST_PSEUDONYM].strip()
    return ""


def _entry(hand_in: HandIn, contest: Contest, seen: datetime, opened: OpenHandIn) -> Entry | str:
    """The entry, or a sentence on why the hand-in is not one."""
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
        return f"all its files together have {size / KB:.3g} kB, and may have {contest.largest_kb} kB."
    people = tuple(person for person in hand_in.people if person.called) or (Person(hand_in.name),)
    moment = hand_in.info.created or seen
    name = pseudonym_of(submission.files[contest.entry])
    return Entry(owner_of(people), submission_digest(submission), people, submission, moment, name)


def _with_own_names(entries: Iterable[Entry]) -> list[Entry]:
    """Every entry with a pseudonym that no other has: the first to have chosen it keeps it.

    An entry without a pseudonym is named by the owner's first digits.
    """
    taken: set[str] = set()
    named = []
    for entry in entries:
        name = entry.pseudonym or f"bot {entry.owner[:4]}"
        candidates = chain([name], (f"{name} ({number})" for number in count(2)))
        free = next(candidate for candidate in candidates if candidate.casefold() not in taken)
        taken.add(free.casefold())
        named.append(replace(entry, pseudonym=free))
    return named
