"""Autolab's download: flat files named ``<email>_<version>_<hand-in name>``, of which the latest version counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from autograder.intake.exports.entries import AskedFor, ClassHandIns, listed, most_are_named, paths_in
from autograder.intake.names import shown
from autograder.records import HandIn, Person, SubmissionInfo

NAME = re.compile(r"(?P<email>.+@[^_]+)_(?P<version>\d+)_(?P<name>.+)\Z", re.DOTALL)
NO_TIMES = "an Autolab download names no time of submission"


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether most files are named as Autolab names them."""
    return most_are_named(NAME, paths_in(folder))


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each address."""
    versions: dict[str, dict[int, tuple[str, Path]]] = {}
    others = []
    for path in paths_in(folder):
        match = NAME.match(path.name)
        if match is None or not path.is_file():
            others.append(shown(path.name))
        else:
            versions.setdefault(match["email"], {})[int(match["version"])] = (match["name"], path)
    hand_ins = [hand_in(email, own) for email, own in versions.items()]
    return ClassHandIns(hand_ins, listed("Not named as Autolab does, so not graded", others))


def hand_in(email: str, versions: dict[int, tuple[str, Path]]) -> HandIn:
    """The latest of one student's versions."""
    latest = max(versions)
    name, path = versions[latest]
    earlier = (f"Version {latest} was graded, the latest of {len(versions)}.",) if len(versions) > 1 else ()
    info = SubmissionInfo(submission=email, trouble=NO_TIMES)
    return HandIn(email, email, (Person(email=email),), files={name: path}, info=info, notes=earlier)
