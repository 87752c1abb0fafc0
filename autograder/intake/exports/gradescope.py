"""Gradescope's export: a folder a submission, and ``submission_metadata.yml`` with names, times and histories.

The yml also holds the output of every test of every attempt, and may be very large. Only the lines that are needed are
kept while it is read, and each entry is parsed by itself: a damaged entry costs no other its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from autograder.intake.exports.entries import Found, entries, listed
from autograder.intake.names import GRADESCOPES_FOLDER, own_name, shown
from autograder.records import HandIn, Person, Previous, SubmissionInfo
from autograder.text.moments import moment

METADATA = "submission_metadata.yml"
RESULTS = re.compile(r"(?P<indent> *)(?P<dash>- )?:?results:(?: |$)")
SYMBOL_IN_BRACES = re.compile(r"([{,]\s*):(\w+):")
MAX_ENTRY_BYTES = 1 << 20
"""What is kept of one entry: people and times take a few hundred bytes."""
LONGEST_LINE = 1 << 16
"""A longer line comes in parts, so that none fills the memory."""
NO_METADATA = f"The export has no {METADATA}: names and times of submission are not known."
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every value stays text: an id may begin with zeros."""


def recognises(folder: Path, expected: Sequence[str]) -> bool:
    """Whether the metadata is there, or a folder is named as Gradescope names them."""
    return (folder / METADATA).is_file() or any(
        GRADESCOPES_FOLDER.match(path.name) for path in entries(folder) if path.is_dir()
    )


def read(folder: Path, expected: Sequence[str]) -> Found:
    """A hand-in for each folder, and one without files for each further entry of the metadata."""
    known, notes = read_metadata(folder / METADATA)
    folders = {path.name: path for path in entries(folder) if path.is_dir()}
    strays = [shown(path.name) for path in entries(folder) if not path.is_dir() and path.name != METADATA]
    hand_ins = [_hand_in(name, path, known.get(name)) for name, path in folders.items()]
    without = [name for name in known if name not in folders]
    hand_ins += [_hand_in(name, None, known[name]) for name in without]
    unknown = [shown(name) for name in folders if name not in known]
    return Found(
        hand_ins,
        [
            *notes,
            *listed("The metadata names entries that have no folder", [shown(name) for name in without]),
            *(listed("Folders that the metadata does not name", unknown) if known else []),
            *listed("Not a folder, so not graded", strays),
        ],
    )


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
    for one in entry.get("submitters") or ():
        if isinstance(one, Mapping):
            table = _plain_keys(one)
            yield Person(*(str(table.get(key) or "") for key in ("name", "sid", "email")))


def _info(number: str, entry: Mapping[str, Any] | None) -> SubmissionInfo:
    if entry is None:
        return SubmissionInfo(submission=number, trouble=f"{METADATA} does not name this folder")
    history = [_plain_keys(one) for one in entry.get("history") or () if isinstance(one, Mapping)]
    created = moment(entry.get("created_at"))
    return SubmissionInfo(
        submission=number,
        created=created,
        no_due="an export names none",
        previous=tuple(Previous(moment(one.get("created_at"))) for one in history),
        trouble="" if created else f"{METADATA} has no readable time of submission",
    )


def read_metadata(path: Path) -> tuple[dict[str, Mapping[str, Any]], list[str]]:
    """The entries by folder name, their keys without colons, and notes on what could not be read."""
    found: dict[str, Mapping[str, Any]] = {}
    damaged: list[str] = []
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            for head, text in chunks(wanted(iter(lambda: file.readline(LONGEST_LINE), ""))):
                tree = _parsed(text)
                if isinstance(tree, Mapping) and all(isinstance(entry, Mapping) for entry in tree.values()):
                    found |= {str(name).removeprefix(":"): _plain_keys(entry) for name, entry in tree.items()}
                else:
                    damaged.append(shown(head.strip().rstrip(":")))
    except FileNotFoundError:
        return {}, [NO_METADATA]
    except OSError as error:
        return {}, [f"{METADATA} cannot be read ({error.strerror}): names and times of submission are not known."]
    return found, listed(f"Entries of {METADATA} that cannot be read", damaged)


def _parsed(text: str) -> Any:
    """The tree of one entry, None where it cannot be read. Ruby's symbols as keys in braces are not YAML everywhere."""
    if len(text) > MAX_ENTRY_BYTES:
        return None
    for attempt in (text, SYMBOL_IN_BRACES.sub(r"\1\2:", text)):
        with suppress(yaml.YAMLError, RecursionError, ValueError):
            return yaml.load(attempt, Loader)
    return None


def wanted(parts: Iterable[str]) -> Iterator[str]:
    """The lines outside of ``:results:``. What belongs to a key is indented more, or a list at its own indent."""
    outside: int | None = None
    kept, whole = True, True
    for part in parts:
        if whole:  # the part begins a line
            body = part.lstrip(" ")
            indent = len(part) - len(body)
            if outside is not None and body.strip():
                inside = indent > outside or (indent == outside and body.startswith("- "))
                outside = outside if inside else None
            kept = outside is None
            if kept and (match := RESULTS.match(part)):
                kept, outside = False, len(match["indent"]) + len(match["dash"] or "")
                if match["dash"]:
                    yield f"{match['indent']}- left_out:\n"
        whole = part.endswith("\n")
        if kept:
            yield part


def chunks(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The text of each top-level entry, with its first line. Text beyond what an entry may take is not kept."""
    head, kept, size = "", list[str](), 0
    for line in lines:
        if line.startswith(("---", "#", "%")) or (not line.strip() and not kept):
            continue
        if not line.startswith((" ", "-", "\n", "\r")):
            if kept:
                yield head, "".join(kept)
            head, kept, size = line[:200], [], 0
        size += len(line)
        if size <= 2 * MAX_ENTRY_BYTES:
            kept.append(line)
    if kept:
        yield head, "".join(kept)


def _plain_keys(table: Mapping[str, Any]) -> dict[str, Any]:
    """Ruby's symbols as plain words: ``:name`` and ``name`` are the same key."""
    return {str(key).removeprefix(":"): value for key, value in table.items()}
