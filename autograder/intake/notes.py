"""Sentences about files that are missing, look wrong, or were left out."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.intake.choice import Candidate
from autograder.intake.files import File, shortlist
from autograder.intake.helpers import GRADERS_OWN
from autograder.intake.names import is_archive, plain_name, shown
from autograder.text.plural import agreed

NEAR = 0.8
"""How alike two file names are when one is taken for a misspelling of the other."""
COMMAND = "autograder.py"
BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True)
class IntakePhrases:
    """The words for files that cannot be used, in a submission that was handed in or in a folder at home.

    ``missing`` has gaps for the ``{files}``, joined by ``joint``, and for ``{them}``; ``packed`` has gaps for the
    ``{archives}`` and for ``{was}`` and ``{them}``. ``none``, if it is not empty, stands in for ``missing`` where all
    files are missing.
    """

    missing: str
    joint: str
    packed: str
    none: str = ""


HANDED_IN = IntakePhrases(
    missing="Not handed in: {files}. What needs {them} earns nothing.",
    joint=", ",
    packed="{archives} {was} handed in packed and {was} not opened; hand in the files that are in {them}.",
)


@dataclass(frozen=True)
class Inspection:
    """A hand-in that was looked through: all its own files, the folder to be graded, and what is read from it."""

    expected: Sequence[str]
    files: Sequence[File]
    home: PurePosixPath
    found: Sequence[Candidate]
    chosen: Mapping[str, File]
    contents: Mapping[str, bytes]


def about(hand_in: Inspection, phrases: IntakePhrases) -> Iterator[str]:
    """Everything worth a sentence about the files as they are."""
    yield from _missing(hand_in, phrases)
    for name in hand_in.expected:
        if name in hand_in.contents and not hand_in.contents[name].strip(BLANK):
            yield f"{name} is empty."
    helpers = [name for name in hand_in.contents if name not in hand_in.expected]
    for name in sorted(name for home in hand_in.found[:1] for name in home.files.keys() - home.started):
        for own in _longer(name, helpers)[:1]:
            yield f"{name} was graded, and is as it was handed out. If your work is in {shown(own)}, name it {name}."
    for name in hand_in.contents:
        if owner := whose_name(name.partition("/")[0].removesuffix(".py")):
            yield f"{shown(name)} has the name of {owner} and not yours; rename it."
    if COMMAND in hand_in.contents:
        yield (
            f"{COMMAND} has the name of the grader, so `python -m autograder` beside it runs your file; rename it. "
            "`python kit check` runs the grader all the same."
        )
    if sentence := packed(hand_in, phrases):
        yield sentence
    if strays := [shown(file.path) for file in _strays(hand_in)]:
        was, they = agreed(len(strays), "was", "were"), agreed(len(strays), "it stands", "they stand")
        where = "neither beside your other files nor in a package that these import"
        yield f"{shortlist(strays)} {was} not graded: {they} {where}."


def packed(hand_in: Inspection, phrases: IntakePhrases) -> str:
    """Which archives among the files were not opened; empty where there are none."""
    archives = [shown(file.path) for file in hand_in.files if is_archive(file.path)]
    was, them = agreed(len(archives), "was", "were"), agreed(len(archives), "it", "them")
    return phrases.packed.format(archives=shortlist(archives), was=was, them=them) if archives else ""


def _missing(hand_in: Inspection, phrases: IntakePhrases) -> Iterator[str]:
    """Which files are missing, each with a file that looks like it; if all are, also which files are there instead."""
    missing = [name for name in hand_in.expected if name not in hand_in.contents]
    if not missing:
        return
    near = {name: _instead(name, hand_in) for name in missing}
    if phrases.none and len(missing) == len(hand_in.expected) > 1 and not any(near.values()):
        yield phrases.none
        return
    instead = [f"{name}{words}" for name, words in near.items()]
    sentence = phrases.missing.format(files=phrases.joint.join(instead), them=agreed(len(instead), "it", "them"))
    others = [shown(file.path) for file in hand_in.files if file.path.name not in missing]
    complete = any(near.values()) or not others or len(missing) < len(hand_in.expected)
    yield sentence if complete else f"{sentence} Found instead: {shortlist(others)}."


def whose_name(module: str) -> str:
    """Whose module is imported in place of a student's module of that name, as a clause; empty if none is."""
    if module == "numpy":
        return "numpy itself, so `import numpy` gives numpy's"
    if module == GRADERS_OWN:
        return f"the grader's own package, so `import {module}` gives the grader's"
    if module in sys.stdlib_module_names:
        return f"one of Python's own modules, so `import {module}` gives Python's"
    return ""


def _strays(hand_in: Inspection) -> Iterator[File]:
    """The .py files that are neither graded nor named in another sentence."""
    named = {file.path for candidate in hand_in.found for files in candidate.files.values() for file in files}
    named |= {file.path for file in hand_in.chosen.values()}
    return (file for file in hand_in.files if file.path.suffix.casefold() == ".py" and file.path not in named)


def _longer(name: str, others: Iterable[str]) -> list[str]:
    """The files whose names hold this one as a word: ``graph_final.py`` and ``jdoe_graph.py`` are near ``graph.py``."""
    stem, _, suffix = name.rpartition(".")
    return [
        other
        for other in others
        if other.endswith(f".{suffix}") and stem.casefold() in re.split(r"[\W_]+", other.rpartition(".")[0].casefold())
    ]


def _instead(name: str, hand_in: Inspection) -> str:
    """What looks like the missing file, in brackets; nothing when nothing does."""
    paths = [file.path for file in hand_in.files]
    in_other_folders = [path for path in paths if plain_name(path) == name.casefold() and path.parent != hand_in.home]
    as_text = [path for path in paths if path.name.casefold() in (f"{name}.txt", f"{name[:-3]}.txt")]
    others = [file for file in hand_in.contents if file not in hand_in.expected]
    misspelt = difflib.get_close_matches(name, others, n=1, cutoff=NEAR) or _longer(name, others)
    package = f"{name.removesuffix('.py')}/__init__.py"
    if in_other_folders:
        return f" (there is {shown(in_other_folders[0])}: move it beside your other files)"
    if any(path.relative_to(hand_in.home).as_posix() == package for path in paths if path.is_relative_to(hand_in.home)):
        return f" (there is {package}: a file is asked for, and no package)"
    if as_text:
        return f" (there is {shown(as_text[0])}: name it {name})"
    return f" (there is {shown(misspelt[0])}: did you mean {name}?)" if misspelt else ""
