"""Moodle's download of all submissions: ``<full name>_<id>_assignsubmission_file`` as a folder, or before each name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from autograder.intake.exports.entries import AskedFor, ClassHandIns, listed, most_are_named, paths_in
from autograder.intake.names import shown
from autograder.records import HandIn, Person, SubmissionInfo

NAME = re.compile(r"(?P<who>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<name>.*))?\Z", re.DOTALL)
NO_TIMES = "a Moodle download names no time of submission"
ONLY_TEXT = "It was handed in as online text, which holds no files."


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether most entries are named as Moodle names them."""
    return most_are_named(NAME, paths_in(folder))


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each id: its folder, or its files in the flat form."""
    by_id: dict[str, list[tuple[Path, re.Match[str]]]] = {}
    others = []
    for path in paths_in(folder):
        match = NAME.match(path.name)
        if match is None:
            others.append(shown(path.name))
        else:
            by_id.setdefault(match["id"], []).append((path, match))
    hand_ins = [hand_in(number, parts) for number, parts in by_id.items()]
    return ClassHandIns(hand_ins, listed("Not named as Moodle does, so not graded", others))


def hand_in(number: str, parts: Sequence[tuple[Path, re.Match[str]]]) -> HandIn:
    """What one participant handed in, from all entries with that number."""
    who = parts[0][1]["who"]
    files = {match["name"]: path for path, match in parts if match["kind"] == "file" and match["name"]}
    folders = [path for path, match in parts if match["kind"] == "file" and not match["name"]]
    text = [shown(path.name) for path, match in parts if match["kind"] == "onlinetext"]
    return HandIn(
        f"{who}_{number}",
        number,  # the id that the grading worksheet has, too
        (Person(name=who, id=number),),
        folders[0] if folders else None,
        {} if folders else files,
        SubmissionInfo(submission=number, trouble=NO_TIMES),
        tuple(listed("Online text, which is not graded", text)),
        "" if folders or files else ONLY_TEXT,
    )
