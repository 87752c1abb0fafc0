"""Gradescope's export: a folder a submission, and ``submission_metadata.yml`` with names, times and histories."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.intake.exports.entries import AskedFor, ClassHandIns, listed, paths_in
from autograder.intake.exports.gradescope_yml import METADATA, plain_keys, read_class_metadata
from autograder.intake.names import GRADESCOPES_FOLDER, own_name, shown
from autograder.records import HandIn, Person, Previous, SubmissionInfo
from autograder.text.moments import moment

NULLS = ("~", "null", "Null", "NULL")
"""How a program that has written the metadata anew says that there is nothing."""


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether the metadata is there, or a folder is named as Gradescope names them."""
    return (folder / METADATA).is_file() or any(
        GRADESCOPES_FOLDER.match(path.name) for path in paths_in(folder) if path.is_dir()
    )


def read(folder: Path, asked: AskedFor) -> ClassHandIns:
    """A hand-in for each folder, and one without files for each further entry of the metadata."""
    known, notes = read_class_metadata(folder / METADATA)
    folders = {path.name: path for path in paths_in(folder) if path.is_dir()}
    strays = [shown(path.name) for path in paths_in(folder) if not path.is_dir() and path.name != METADATA]
    hand_ins = [_hand_in(name, path, known.get(name)) for name, path in folders.items()]
    without = [name for name in known if name not in folders]
    hand_ins += [_hand_in(name, None, known[name]) for name in without]
    unknown = [shown(name) for name in folders if name not in known]
    return ClassHandIns(
        hand_ins,
        [
            *notes,
            *listed("The metadata names entries that have no folder", [shown(name) for name in without]),
            *(listed("Folders that the metadata does not name", unknown) if known else []),
            *listed(f"{METADATA} has no readable time of submission for", _without(hand_ins, known, _timed)),
            *listed(f"{METADATA} names nobody for", _without(hand_ins, known, _named)),
            *listed("Not a folder, so not graded", strays),
        ],
    )


def _without(hand_ins: Sequence[HandIn], known: Container[str], has: Callable[[HandIn], bool]) -> list[str]:
    return [shown(hand_in.key) for hand_in in hand_ins if hand_in.key in known and not has(hand_in)]


def _timed(hand_in: HandIn) -> bool:
    return hand_in.info is not None and hand_in.info.created is not None


def _named(hand_in: HandIn) -> bool:
    return any(person.name or person.id or person.email for person in hand_in.people)


def _hand_in(name: str, path: Path | None, entry: Mapping[str, Any] | None) -> HandIn:
    number = own_name(name)
    return HandIn(
        name,
        number,  # the id, as the platform itself gives it when it grades
        tuple(_people(entry or {})),
        path,
        info=_info(number, entry),
        trouble="" if path else "The export has no folder for this entry.",
    )


def _people(entry: Mapping[str, Any]) -> Iterator[Person]:
    for submitter in entry.get("submitters") or ():
        if isinstance(submitter, Mapping):
            table = plain_keys(submitter)
            name, *keys = (table.get(key) for key in ("name", "sid", "email"))
            known = ("" if key in NULLS else key for key in keys)
            yield Person(*(value if isinstance(value, str) else "" for value in (name, *known)))


def _info(number: str, entry: Mapping[str, Any] | None) -> SubmissionInfo:
    if entry is None:
        return SubmissionInfo(submission=number, trouble=f"{METADATA} does not name this folder")
    history = [plain_keys(earlier) for earlier in entry.get("history") or () if isinstance(earlier, Mapping)]
    created = moment(entry.get("created_at"))
    return SubmissionInfo(
        submission=number,
        created=created,
        no_due="an export names none",
        previous=tuple(Previous(moment(earlier.get("created_at"))) for earlier in history),
        trouble="" if created else f"{METADATA} has no readable time of submission",
    )
