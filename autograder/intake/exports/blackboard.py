"""Blackboard's download: flat files named ``<assignment>_<user>_attempt_2026-03-01-23-59-00_<name>``.

Beside the files of an attempt lies its receipt, which has no further name and ends in .txt: it says whose the attempt
is, and by which time zone its time is written. Of several attempts the latest counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from autograder.intake.exports.entries import (
    NO_ZONE_TO_READ_BY,
    AskedFor,
    ClassHandIns,
    latest_of,
    listed,
    most_are_named,
    paths_in,
    shared_beginning,
)
from autograder.intake.names import shown
from autograder.records import HandIn, Person, Previous, SubmissionInfo
from autograder.text.encodings import beginning
from autograder.text.moments import moment

FILE = re.compile(
    r"(?P<owner>.+)_attempt_(?P<day>\d{4}-\d\d-\d\d)-(?P<time>\d\d-\d\d-\d\d)(?:_(?P<name>.+)|\.txt)\Z", re.DOTALL
)
WHO = re.compile(r"^Name: *(?P<name>.*?) *\((?P<user>[^()]+)\) *$", re.MULTILINE)
ZONE = re.compile(r"^Date Submitted: .*\b(?P<zone>[A-Z]{3,5}) *$", re.MULTILINE)
MOST = 4000
"""Of a receipt: whose it is and when it came stand first."""
NO_ZONE = f"the time in a Blackboard download has no time zone, {NO_ZONE_TO_READ_BY}"
SEVERAL = f", the time zone in a Blackboard receipt, may mean several, {NO_ZONE_TO_READ_BY}"
NOTHING = "It was handed in as text, which holds no files."

Attempt: TypeAlias = Mapping[str, Path]
"""The files of one attempt by the names that the student gave them; the receipt has an empty name."""


@dataclass(frozen=True)
class Receipt:
    """Whose an attempt is, and the time zone that its time is written in; what is not said is empty."""

    name: str
    user: str
    zone: str


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether most files are named as Blackboard names them."""
    return most_are_named(FILE, paths_in(folder))


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each student or group."""
    owners: dict[str, dict[str, dict[str, Path]]] = {}
    others = []
    for path in paths_in(folder):
        match = FILE.match(path.name) if path.is_file() else None
        if match is None:
            others.append(shown(path.name))
            continue
        when = f"{match['day']} {match['time'].replace('-', ':')}"
        owners.setdefault(match["owner"], {}).setdefault(when, {})[match["name"] or ""] = path
    receipts = {owner: receipt(attempts[max(attempts)]) for owner, attempts in owners.items()}
    title = assignment_of({owner: one.user for owner, one in receipts.items()})
    return ClassHandIns(
        [
            hand_in(receipts[owner], owner.removeprefix(title), attempts, asked.zone)
            for owner, attempts in owners.items()
        ],
        listed("Not named as Blackboard does, so not graded", others),
    )


def receipt(attempt: Attempt) -> Receipt:
    """What an attempt's receipt says; nothing where there is none."""
    text = beginning(attempt[""], MOST) if "" in attempt else ""
    who, written = WHO.search(text), ZONE.search(text)
    return Receipt(who["name"] if who else "", who["user"].strip() if who else "", written["zone"] if written else "")


def assignment_of(users: Mapping[str, str]) -> str:
    """What stands before the user in the names of the download's files: the assignment's name, and an underscore.

    ``users`` are the users, where receipts name them, by what stands before the time. Where none does, it is what all
    names share.
    """
    for owner, user in users.items():
        if user and owner.endswith(f"_{user}"):
            return owner.removesuffix(user)
    return shared_beginning(users, "_")


def hand_in(said: Receipt, user: str, attempts: Mapping[str, Attempt], zone: str) -> HandIn:
    """The latest attempt of a student or group, with what its receipt says."""
    *earlier, latest = sorted(attempts)
    user, place = said.user or user, said.zone
    *before, created = [moment(f"{when} {place}", zone) if zone or place else None for when in (*earlier, latest)]
    trouble = "" if created else f"{place}{SEVERAL}" if place else NO_ZONE
    files = {name: path for name, path in attempts[latest].items() if name}
    return HandIn(
        user,
        user,
        (Person(said.name, user),),
        files=files,
        info=SubmissionInfo(user, created, previous=tuple(Previous(time) for time in before if time), trouble=trouble),
        notes=latest_of(attempts),
        trouble="" if files else NOTHING,
    )
