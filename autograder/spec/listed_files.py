"""The files, packages and data that assignment.yaml lists: each is there, and may be listed."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from autograder.records import RESULT_SUFFIXES
from autograder.sandbox import packages
from autograder.spec.reading import KeyProblem, as_list, repeated_names, unknown_names, written_names
from autograder.spec.staff_folder import DATA, StaffFolder
from autograder.text.suggest import nearest

SUFFIXES = (".py", *RESULT_SUFFIXES)
"""What the names of files may end in that students hand in."""
OF_A_PACKAGE = (
    " Name a file that imports what is asked for: packages that a student's files import are graded with them, "
    "whatever is in them."
)
MOST_DATA = 64 << 20
"""Bytes of all files of data/ together."""


def problems(table: Mapping[str, Any], folder: StaffFolder) -> Iterator[KeyProblem]:
    """Everything listed under ``files``, ``packages`` and ``data`` that is not there or may not be listed."""
    yield from _file_problems(table.get("files"), folder)
    yield from _package_problems(table.get("packages"))
    yield from _data_problems(table.get("data"), folder)


def _file_problems(written: Any, folder: StaffFolder) -> Iterator[KeyProblem]:
    """Students hand in files of the reference.

    In a kit or bundle, where there is no reference, every name is allowed.
    """
    present = {path.name for path in folder.path.glob("*.*") if path.suffix.casefold() in SUFFIXES}
    reference_is_here = bool(present.intersection(written_names(written)))
    for number, name in enumerate(as_list(written) or [written]):
        if isinstance(name, str) and ("\\" in name or PurePosixPath(name).name != name):
            said = f"{name!r} must be the name of a file alone, without a folder before it."
            alone = PurePosixPath(name.replace("\\", "/")).name
            yield ("files", number), said + (nearest(alone, present) if alone in present else OF_A_PACKAGE)
        elif isinstance(name, str) and PurePosixPath(name).suffix.casefold() not in SUFFIXES:
            yield ("files", number), f"{name!r} cannot be handed in: a file's name ends in {', '.join(SUFFIXES)}."
        elif isinstance(name, str) and (why := _not_importable(name)):
            yield ("files", number), f"no code could import {name!r}: {why}"
        elif reference_is_here:
            yield from unknown_names(
                ("files", number), written_names(name), present, "file of the reference in this folder"
            )
    yield from repeated_names(("files",), written)


def _not_importable(name: str) -> str:
    """Why nobody could import a file of this name; empty for a name that is fine, or no Python."""
    stem, _, ending = name.rpartition(".")
    if ending.casefold() != "py":
        return ""
    if not stem.isidentifier() or keyword.iskeyword(stem):
        return "a module's name is letters, digits and _ alone, begins with a letter, and is not a keyword of Python."
    if stem in sys.stdlib_module_names or stem in packages.ALWAYS:
        return f"it has the name of a module that belongs to {'numpy' if stem == 'numpy' else 'Python'} itself."
    return ""


def _data_problems(written: Any, folder: StaffFolder) -> Iterator[KeyProblem]:
    """Files of data/ that students get too, within limits: all of them travel with every release."""
    there = {path.name for path in (folder.path / DATA).glob("*") if path.is_file()}
    size = 0
    for number, name in enumerate(as_list(written)):
        if not isinstance(name, str):
            continue
        if PurePosixPath(name).name != name or not folder.data_file(name).is_file():
            yield ("data", number), f"{name!r} is not a file in {DATA}/.{nearest(name, there)}"
            continue
        size += folder.data_file(name).stat().st_size
    if size > MOST_DATA:
        yield ("data",), f"the files are larger than {MOST_DATA >> 20} MiB together; every student gets all of them."
    yield from repeated_names(("data",), written)


def _package_problems(written: Any) -> Iterator[KeyProblem]:
    """Packages are named as they are installed, and must be installed here: the reference needs them to be frozen."""
    known = packages.installed() if written else []
    for number, name in enumerate(as_list(written)):
        if not isinstance(name, str):
            continue
        if packages.normalized(name) in packages.ALWAYS:
            yield ("packages", number), f"{name} is always there: leave it out."
        elif name.partition(".")[0] in sys.stdlib_module_names:
            yield ("packages", number), f"{name} belongs to Python itself, and may always be imported: leave it out."
        elif not packages.NAME.fullmatch(name):
            said = f"{name!r} is not a package: write its name as pip does, without a version, such as scikit-learn."
            yield ("packages", number), said + nearest(re.split("[=<>~! ]", name)[0], known)
        elif packages.normalized(name) not in known:
            said = f"{name!r} is not installed here: run `python -m pip install {name}`, or name another package."
            yield ("packages", number), said + nearest(name, known)
    yield from repeated_names(("packages",), written)
