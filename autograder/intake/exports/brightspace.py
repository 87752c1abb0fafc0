"""Brightspace's download: ``<user>-<folder> - <who> - Mar 1, 2026 1159 PM`` as a folder, or before each file's name.

Every attempt has an entry of its own, and the latest counts. Its time is what clocks at the course show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from autograder.intake.exports.entries import (
    NO_ZONE_TO_READ_BY,
    UNSAFE,
    AskedFor,
    ClassHandIns,
    latest_of,
    listed,
    most_are_named,
    paths_in,
)
from autograder.intake.names import shown
from autograder.records import HandIn, Person, Previous, SubmissionInfo
from autograder.text.moments import moment

ENTRY = re.compile(
    r"(?P<user>\d+)-\d+ - (?P<who>.+?) - (?P<when>[^-]*\d{4}[^-]* \d{3,4}(?: [AP]M)?)(?: ?- ?(?P<name>.+))?\Z",
    re.DOTALL,
)
WHEN = re.compile(r"(?P<month>[A-Z][a-z]+) (?P<day>\d{1,2}), (?P<year>\d{4}) (?P<clock>\d{3,4})(?: (?P<half>[AP]M))?\Z")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ALL_GRADED = "Several attempts, of which nobody can say which is the latest, so each was graded"
INDEX = "index.html"
NO_ZONE = f"the time in a Brightspace download has no time zone, {NO_ZONE_TO_READ_BY}"
NO_TIME = "the time in the name of a Brightspace folder cannot be read; set your language there to English"

Parts: TypeAlias = "Mapping[str, Sequence[tuple[Path, str]]]"
"""The attempts of one owner by their times as written: paths, each with the name of its file, empty for a folder."""


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether most entries are named as Brightspace names them."""
    return most_are_named(ENTRY, [path for path in paths_in(folder) if path.name != INDEX])


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each student or group."""
    owners: dict[tuple[str, str], dict[str, list[tuple[Path, str]]]] = {}
    others = []
    for path in paths_in(folder):
        match = ENTRY.match(path.name)
        if match:
            attempts = owners.setdefault((match["user"], match["who"]), {})
            attempts.setdefault(match["when"], []).append((path, match["name"] or ""))
        elif path.name != INDEX:
            others.append(shown(path.name))
    hand_ins = [one for owner, attempts in owners.items() for one in _hand_ins(*owner, attempts, asked.zone)]
    several = [
        shown(f"{who} ({len(own)})") for (_, who), own in owners.items() if len(own) > 1 and not all(map(iso, own))
    ]
    return ClassHandIns(
        hand_ins, [*listed("Not named as Brightspace does, so not graded", others), *listed(ALL_GRADED, several)]
    )


def _hand_ins(user: str, who: str, attempts: Parts, zone: str) -> Iterator[HandIn]:
    """The latest of one owner's attempts; each of them where some time cannot be read."""
    times = {when: iso(when) for when in attempts}
    if not all(times.values()):
        yield from (hand_in((user, who), own, [], zone) for own in attempts.values())
        return
    *_, latest = sorted(attempts, key=lambda when: times[when])
    yield hand_in((user, who), attempts[latest], sorted(times.values()), zone)


def hand_in(owner: tuple[str, str], parts: Sequence[tuple[Path, str]], times: Sequence[str], zone: str) -> HandIn:
    """One attempt of an owner, whose attempts came at these times, this one last."""
    user, who = owner
    folders = [path for path, name in parts if not name]
    *earlier, created = [moment(time, zone) if zone else None for time in times] or [None]
    trouble = "" if created else NO_TIME if zone or not times else NO_ZONE
    previous = tuple(Previous(time) for time in earlier if time)
    return HandIn(
        UNSAFE.sub("_", f"{who}_{user}"),
        user,
        (Person(who),),  # the number stands in no other list
        folders[0] if folders else None,
        {} if folders else {name: path for path, name in parts},
        SubmissionInfo(submission=user, created=created, previous=previous, trouble=trouble),
        latest_of(times),
    )


def iso(when: str) -> str:
    """A time as Brightspace writes it in English, such as Mar 1, 2026 205 AM, as ISO 8601; empty for any other."""
    match = WHEN.match(when)
    if match is None or match["month"][:3] not in MONTHS:
        return ""
    hour, minute = divmod(int(match["clock"]), 100)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "PM" else 0)
    month = MONTHS.index(match["month"][:3]) + 1
    return f"{match['year']}-{month:02}-{int(match['day']):02} {hour:02}:{minute:02}"
