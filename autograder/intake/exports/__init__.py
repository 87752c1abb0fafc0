"""What a class handed in, as a platform exports it or as folders → a `ClassFolder`, by `read_class`.

Each format is a module with `recognises` and `read`. They look at names and at the platform's own lists, and open no
submission. A field that a platform does not give stays empty; what is missing or superfluous becomes a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError
from autograder.intake.exports import gradescope, plain
from autograder.intake.exports.entries import Found, inner_folders, named_apart
from autograder.intake.names import shown
from autograder.records import ClassFolder
from autograder.text.suggest import nearest


@dataclass(frozen=True)
class Format:
    """How one platform packs a class. ``recognises`` and ``read`` are given the folder and the expected file names."""

    name: str
    recognises: Callable[[Path, Sequence[str]], bool]
    read: Callable[[Path, Sequence[str]], Found]


FORMATS = (
    Format("gradescope", gradescope.recognises, gradescope.read),
    Format("plain", plain.recognises, plain.read),
)
"""The formats, the most telling first: any folder will do as a plain one."""


class ExportError(UsageError):
    """A class's folder that cannot be read as what it is said to be."""


def read_class(folder: Path, expected: Sequence[str], format_name: str = "") -> ClassFolder:
    """The hand-ins of a class in ``folder``, which may lie some folders deeper.

    ``expected`` are the assignment's file names, ``format_name`` the format to insist on. Raises `ExportError`.
    """
    if not folder.is_dir():
        raise ExportError(f"{shown(folder)}: there is no such folder.")
    names = [one.name for one in FORMATS]
    if format_name and format_name not in names:
        raise ExportError(
            f"{format_name!r} is no format; the formats are {', '.join(names)}.{nearest(format_name, names)}"
        )
    places = list(inner_folders(folder, expected))
    for chosen, place in _candidates(format_name, places, expected):
        found = chosen.read(place, expected)
        hand_ins, notes = named_apart(found.hand_ins)
        nested = [f"The class was read from {shown(place.relative_to(folder))}."] if place != folder else []
        return ClassFolder(chosen.name, hand_ins, (*nested, *found.notes, *notes))
    raise ExportError(f"{shown(folder)} does not look like a class in the format {format_name}.")


def _candidates(format_name: str, places: Iterable[Path], expected: Sequence[str]) -> Iterator[tuple[Format, Path]]:
    """The formats that fit, each with the outermost folder that it fits."""
    for one in FORMATS:
        if format_name in ("", one.name):
            yield from ((one, place) for place in places if one.recognises(place, expected))


__all__ = ["FORMATS", "ExportError", "read_class"]
