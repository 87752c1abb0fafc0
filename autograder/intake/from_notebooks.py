"""Notebooks among the files of a hand-in: the modules that their cells make stand beside them from here on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from autograder.intake.choice import is_untouched
from autograder.intake.files import MAX_TOTAL_BYTES, File, IntakeError, shortlist
from autograder.intake.joining import joined
from autograder.intake.names import NOTEBOOK, shown
from autograder.intake.notebooks import MAX_CODE, Cell, read_cells

MAX_NOTEBOOKS = 30
"""How many notebooks of one folder are read, the newest of them."""
MAX_FOLDERS = 10
"""Of how many folders the notebooks are read: those with the newest."""


def with_modules(
    files: Sequence[File], expected: Sequence[str], names: Mapping[str, Sequence[str]], skeleton: Mapping[str, str]
) -> tuple[list[File], list[str]]:
    """The files with what notebooks make of them, and sentences about that.

    A .py file that a student wrote counts before the cells; one that is as it was handed out gives way to them.
    """
    result, notes = {file.path: file for file in files}, list[str]()
    for folder, notebooks in _by_folder(files):
        cells, troubles = _cells(notebooks)
        made = joined(cells, names, expected)
        own = [
            name
            for name in made.files
            if (file := result.get(folder / name)) and not is_untouched(name, file, skeleton)
        ]
        newest = notebooks[-1].modified
        for name, data in made.files.items():
            if name not in own:
                result[folder / name] = File(folder / name, len(data), newest, partial(bytes, data))
        notes += [*troubles, *made.notes, *_about_own(own, notebooks)]
    return [result[path] for path in sorted(result)], notes


def _by_folder(files: Sequence[File]) -> list[tuple[PurePosixPath, list[File]]]:
    """The notebooks of each folder that are read, the oldest first."""
    found: dict[PurePosixPath, list[File]] = {}
    for file in sorted(files, key=lambda file: (file.modified, file.path)):
        if file.path.suffix.casefold() == NOTEBOOK:
            found.setdefault(file.path.parent, []).append(file)
    newest = sorted(found, key=lambda folder: (found[folder][-1].modified, folder))[-MAX_FOLDERS:]
    return [(folder, found[folder][-MAX_NOTEBOOKS:]) for folder in sorted(newest)]


def _cells(notebooks: Sequence[File]) -> tuple[list[Cell], list[str]]:
    """The code cells of all notebooks, the oldest first, so that what was saved last counts."""
    if sum(file.size for file in notebooks) > MAX_TOTAL_BYTES:
        return [], [f"The notebooks together are larger than {MAX_TOTAL_BYTES >> 20} MiB, so they were not read."]
    cells: list[Cell] = []
    troubles: list[str] = []
    code = 0
    for file in reversed(notebooks):
        try:
            found = read_cells(file.path.name, file.read())
        except IntakeError as error:
            troubles.append(str(error))
            continue
        if not any(cell.is_code for cell in found):
            troubles.append(f"{shown(file.path.name)} has no code cell with code in it, so nothing was read from it.")
        code += sum(len(cell.source) for cell in found)
        if code > MAX_CODE:
            troubles.append(
                f"{shown(file.path.name)} was not read: with the newer notebooks beside it, it holds more than "
                f"{MAX_CODE >> 10} KiB of code."
            )
            break
        cells = found + cells
    return cells, troubles[::-1]


def _about_own(own: Sequence[str], notebooks: Sequence[File]) -> list[str]:
    if not own:
        return []
    cells = shortlist([shown(PurePosixPath(file.path).name) for file in notebooks])
    return [f"{shortlist([shown(name) for name in own])} and {cells} define the same names; the .py file was graded."]
