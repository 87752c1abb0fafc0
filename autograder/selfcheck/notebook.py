"""The public checks in a notebook: ``%load_ext autograder`` once, then ``%check q2`` in any cell.

What is checked are the cells as they were run, saved or not, together with the other notebooks and .py files of the
folder. While the extension is loaded, ``from softmax import softmax`` also finds what stands in another notebook.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console

from autograder.answers.store import load_answers
from autograder.errors import AutograderError, UsageError
from autograder.intake.handed_out import HandedOut, written_in
from autograder.intake.joining import NOT_SET
from autograder.intake.names import is_ignored, may_be_read
from autograder.intake.submission import open_submission
from autograder.records import Report
from autograder.selfcheck.run import AT_HOME, KIT, check_submission, load_kit
from autograder.spec import staff_folder
from autograder.writers import terminal

LIVE = "this notebook"
"""What the cells that were run are called, in a place such as ``this notebook, cell 7``."""
NO_KIT = "There is no {kit} beside this notebook. Open the notebook in the folder that you unzipped."


def load(shell: Any) -> None:
    """Add the magic ``%check`` to IPython, and make the assignment's modules importable from notebooks."""
    folder = Path.cwd()
    cells = CellModules(folder, shell)
    sys.meta_path.append(cells)
    shell.register_magic_function(lambda line: run(shell, folder, line.split()), "line", "check")
    shell.events.register("pre_run_cell", cells.forget)


def run(shell: Any, folder: Path, questions: Sequence[str]) -> None:
    """Print how the public checks of these questions stand, all of them where none is named."""
    write = terminal.write_whole_check if questions else terminal.write_check
    try:
        write(report(folder, executed(shell), questions), _console())
    except AutograderError as error:
        print(error)


def _console() -> Console:
    """Plain text below the cell, as in a terminal."""
    return Console(force_jupyter=False, highlight=False, markup=False, emoji=False, width=100)


def report(folder: Path, sources: Sequence[str], questions: Sequence[str]) -> Report:
    """The verdicts on the files of a folder, with these cells as its newest notebook."""
    kit = folder / KIT
    if not kit.is_dir():
        raise UsageError(NO_KIT.format(kit=kit))
    assignment = load_kit(kit)
    known = {name for question in assignment.questions for name in (question.id, *(c.id for c in question.checks))}
    if unknown := [name for name in questions if name not in known]:
        named = ", ".join(question.id for question in assignment.questions)
        raise UsageError(f"{unknown[0]} is neither a question nor a check; the questions are {named}.")
    answers = load_answers(kit / staff_folder.ANSWERS_NAME, assignment)
    with _beside(folder, sources) as copied:
        names = (written_in(kit) or HandedOut()).names
        submission = open_submission(copied, assignment.files, phrases=AT_HOME, names=names)
    marked, plain = f"# %% {LIVE}.ipynb, ".encode(), f"# %% {LIVE}, ".encode()
    files = {name: data.replace(marked, plain) for name, data in submission.files.items()}
    told = [note.replace(f"{LIVE}.ipynb", LIVE) for note in submission.notes if NOT_SET in note]
    notes = (*told, *(note for note in submission.notes if not note.startswith("Cell") and LIVE not in note))
    return check_submission(assignment, answers, replace(submission, files=files, notes=notes), questions)


def executed(shell: Any) -> list[str]:
    """The cells that were run, as they were typed, by their number from 1."""
    return list(shell.history_manager.input_hist_raw)[1:]


@contextmanager
def _beside(folder: Path, sources: Sequence[str]) -> Iterator[Path]:
    """A copy of a folder's code with the cells as one more notebook, the last to be saved."""

    def ignored(place: str, names: list[str]) -> set[str]:
        return {name for name in names if is_ignored(name) or name == KIT or not _may_hold_code(Path(place, name))}

    with tempfile.TemporaryDirectory(prefix="autograder-check-") as temporary:
        copied = Path(temporary) / folder.name
        shutil.copytree(folder, copied, ignore=ignored)
        cells = [{"cell_type": "code", "source": source} for source in sources]
        (copied / f"{LIVE}.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}), encoding="utf-8")
        yield copied


def _may_hold_code(path: Path) -> bool:
    return not path.is_symlink() and (path.is_dir() or may_be_read(path.name))


class CellModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the assignment's modules in the notebooks of a folder, where no .py file has that name."""

    def __init__(self, folder: Path, shell: Any) -> None:
        self._folder, self._shell = folder, shell
        self._loaded: set[str] = set()

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """A spec for a module that is asked for and that some notebook defines."""
        if f"{fullname}.py" not in self._files():
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module that the cells make."""
        self._loaded.add(module.__name__)
        name = f"{module.__name__}.py"
        exec(compile(self._files()[name], name, "exec", dont_inherit=True), module.__dict__)

    def forget(self, *event: object) -> None:
        """Before a cell runs: the modules may have changed, so the next import makes them anew."""
        while self._loaded:
            sys.modules.pop(self._loaded.pop(), None)

    def _files(self) -> Mapping[str, bytes]:
        """What the notebooks make; nothing outside of an assignment's folder."""
        known = written_in(self._folder / KIT)
        if known is None:
            return {}
        with _beside(self._folder, executed(self._shell)) as copied:
            return open_submission(copied, list(known.names), phrases=AT_HOME, names=known.names).files
