"""The student's own modules besides the expected ones: those in the same folder, and the packages that these import."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from autograder.intake.files import MAX_FILE_BYTES, File, IntakeError

IMPORT = re.compile(rb"^[ \t]*(from|import)[ \t]+([^#;\n]+)", re.MULTILINE)
MODULE = re.compile(rb"[A-Za-z_]\w*")
GRADERS_OWN = "probes"
"""The package of the assignment's own probes, which stands where a student's of that name would."""


def helpers(files: Iterable[File], home: PurePosixPath, chosen: Mapping[str, File]) -> dict[str, File]:
    """The other files that are handed in, by the path that they are imported by.

    Every module of the folder ``home`` is one, as Python finds it there. So is every package below it, or below a
    folder around it, that one of these files imports, and then each that those import.
    """
    sources = [file for file in files if file.path.suffix.casefold() == ".py"]
    found = {file.path.name: file for file in sources if file.path.parent == home}
    known = {**found, **chosen}
    seen = {name.removesuffix(".py") for name in known} | {GRADERS_OWN, "numpy"} | sys.stdlib_module_names
    below_or_around = _modules(sources, home)
    waiting = list(known.values())
    while waiting:
        for module in _imported(waiting.pop()):
            if module not in seen:
                seen.add(module)
                below = below_or_around.get(module, {})
                found.update(below)
                waiting += below.values()
    return found


def _imported(file: File) -> Iterator[str]:
    """The first part of every name that a file imports, as far as it can be read off its lines."""
    if file.size > MAX_FILE_BYTES:
        return
    try:
        source = file.read()
    except IntakeError:
        return
    for verb, names in IMPORT.findall(source):
        for name in names.split(b",") if verb == b"import" else [names]:
            if module := MODULE.match(name.strip()):
                yield module.group().decode("ascii", "replace")


def _modules(sources: Iterable[File], home: PurePosixPath) -> dict[str, dict[str, File]]:
    """Every package with all its files, and every module of a folder around, each from the nearest folder with it."""
    sources = list(sources)
    found: dict[str, dict[str, File]] = {}
    for folder in (home, *home.parents):
        modules: dict[str, dict[str, File]] = {}
        packages: dict[str, dict[str, File]] = {}
        depth = len(folder.parts)
        for file in sources:
            if file.path.parts[:depth] != folder.parts:
                continue
            path = PurePosixPath(*file.path.parts[depth:])
            if len(path.parts) > 1:
                if all(part.isidentifier() for part in path.with_suffix("").parts):
                    packages.setdefault(path.parts[0], {})[path.as_posix()] = file
            elif folder != home and path.suffix == ".py":
                modules[path.stem] = {path.name: file}
        found = {**packages, **modules, **found}
    return found
