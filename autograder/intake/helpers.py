"""The student's own modules beside the expected ones: those in the same folder, and the packages that these import."""

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
    waiting = list(known.values())
    while waiting:
        for module in _imported(waiting.pop()):
            if module not in seen:
                seen.add(module)
                below = _modules(module, sources, home)
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


def _modules(module: str, sources: Iterable[File], home: PurePosixPath) -> dict[str, File]:
    """A module of that name or a package with all its files, from the nearest folder that has it."""
    for folder in (home, *home.parents):
        found = {}
        for file in sources:
            if folder != home and file.path == folder / f"{module}.py":
                return {f"{module}.py": file}
            if (folder / module) in file.path.parents:
                path = file.path.relative_to(folder)
                if all(part.isidentifier() for part in path.with_suffix("").parts):
                    found[path.as_posix()] = file
        if found:
            return found
    return {}
