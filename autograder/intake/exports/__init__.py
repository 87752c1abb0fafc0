"""What a class handed in, as a platform exports it or as folders → a `ClassFolder`, by `read_class`.

Each format is a module with `recognises` and `read`. They look at names and at the platform's own lists, and open no
submission. A field that a platform does not give stays empty; what is missing or superfluous becomes a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import UsageError
from autograder.intake.exports import (
    autolab,
    blackboard,
    brightspace,
    canvas,
    github,
    gradescope,
    moodle,
    nbgrader,
    plain,
)
from autograder.intake.exports.archive import Unpacked, unpack
from autograder.intake.exports.entries import AskedFor, ClassHandIns, inner_folders, listed, named_apart, not_followed
from autograder.intake.exports.unpacking import remove_left_behind
from autograder.intake.names import shown
from autograder.records import ClassFolder, HandIn
from autograder.text.suggest import nearest

UNPACKED = "unpacked"
"""The folder beside a command's results in which a class that comes as a zip is unpacked."""


@dataclass(frozen=True)
class Format:
    """How one platform packs a class: ``recognises`` a folder by the expected file names, and ``read`` it."""

    name: str
    recognises: Callable[[Path, Sequence[str]], bool]
    read: Callable[[Path, AskedFor], ClassHandIns]


FORMATS = (
    Format("gradescope", gradescope.recognises, gradescope.read),
    Format("moodle", moodle.recognises, moodle.read),
    Format("brightspace", brightspace.recognises, brightspace.read),
    Format("blackboard", blackboard.recognises, blackboard.read),
    Format("autolab", autolab.recognises, autolab.read),
    Format("canvas", canvas.recognises, canvas.read),
    Format("nbgrader", nbgrader.recognises, nbgrader.read),
    Format("github", github.recognises, github.read),
    Format("plain", plain.recognises, plain.read),
)
"""The formats, the most telling first: any folder will do as a plain one."""


class ExportError(UsageError):
    """A class's folder that cannot be read as what it is said to be."""


def read_class(where: Path, expected: Sequence[str], home: Path, format_name: str = "", zone: str = "") -> ClassFolder:
    """The hand-ins of the class at ``where``, a folder or a zip; the class may lie some folders deeper.

    ``expected`` are the assignment's file names, ``home`` the folder for what is unpacked, ``format_name`` the format
    to insist on, ``zone`` the time zone of the course's clocks. Raises `ExportError` or `ClassZipError`.
    """
    names = [known.name for known in FORMATS]
    if format_name and format_name not in names:
        raise ExportError(
            f"{format_name!r} is not a format; the formats are {', '.join(names)}.{nearest(format_name, names)}"
        )
    remove_left_behind(home)
    if where.is_dir():
        if where.resolve() in home.resolve().parents:
            raise ExportError(
                f"The folder {shown(home.parent)} for the results lies in {shown(where)}, where it would be taken for "
                f"a hand-in: name a folder elsewhere with --out."
            )
        return _read(Unpacked(where, (), ()), AskedFor(expected, zone), format_name)
    if not where.exists():
        raise ExportError(f"{shown(where)}: there is no such file or folder.")
    return _read(unpack(where, home, expected), AskedFor(expected, zone), format_name)


def _read(unpacked: Unpacked, asked: AskedFor, format_name: str) -> ClassFolder:
    folder = unpacked.folder
    places = list(inner_folders(folder, asked.files))
    for chosen, place in _candidates(format_name, places, asked.files):
        found = chosen.read(place, asked)
        hand_ins, notes = named_apart(found.hand_ins)
        damaged = [folder / path for path in unpacked.damaged]
        hand_ins = tuple(_without_damage(hand_in, damaged) for hand_in in hand_ins) if damaged else hand_ins
        nested = [f"The class was read from {shown(place.relative_to(folder))}."] if place != folder else []
        notes = [*not_followed(place), *found.notes, *of_one_person(hand_ins), *notes]
        return ClassFolder(chosen.name, hand_ins, (*unpacked.notes, *nested, *notes))
    raise ExportError(f"{shown(folder)} does not look like a class in the format {format_name}.")


def _without_damage(hand_in: HandIn, damaged: Iterable[Path]) -> HandIn:
    """The hand-in; it is not to be graded where one of its files could not be unpacked: its student did nothing
    wrong.
    """
    for path in damaged:
        own = hand_in.path in (path, *path.parents) if hand_in.path else path in hand_in.files.values()
        if own:
            return replace(hand_in, trouble=f"{shown(path.name)} is damaged in the zip; export the class again.")
    return hand_in


def of_one_person(hand_ins: Iterable[HandIn]) -> list[str]:
    """A note where several hand-ins have one id or address: which of them counts, only staff can say."""
    keys: dict[str, dict[str, None]] = {}
    for hand_in in hand_ins:
        for person in hand_in.people:
            for name in filter(None, (person.id, person.email.casefold())):
                keys.setdefault(name, {})[hand_in.key] = None
    shared = dict.fromkeys(" and ".join(own) for own in keys.values() if len(own) > 1)
    return listed("Each was graded, although one person handed them in", list(shared))


def _candidates(format_name: str, places: Iterable[Path], expected: Sequence[str]) -> Iterator[tuple[Format, Path]]:
    """The formats that fit, each with the outermost folder that it fits."""
    for known in FORMATS:
        if format_name in ("", known.name):
            yield from ((known, place) for place in places if known.recognises(place, expected))


__all__ = ["FORMATS", "ExportError", "read_class"]
