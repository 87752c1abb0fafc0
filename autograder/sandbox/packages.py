"""The packages that an assignment names, as they are installed here: what a worker may read and import of them.

Nothing is listed by hand. A distribution's own record says which files it has, and its metadata which other
distributions it needs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.machinery import all_suffixes
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
ALWAYS = frozenset({"numpy"})
"""What every worker has, whatever is named."""


@dataclass(frozen=True)
class Packages:
    """What a worker may import besides the standard library and numpy.

    ``names`` are the packages as staff named them, ``folders`` the folder that holds each module of them and of all
    that they need, ``readable`` their files and folders, and ``ahead`` the modules that are imported before a worker is
    forked.
    """

    names: tuple[str, ...] = ()
    folders: Mapping[str, str] = field(default_factory=dict)
    readable: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()


NONE = Packages()


def normalized(name: str) -> str:
    """A distribution's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> list[str]:
    """The names of all distributions that are installed here."""
    from importlib.metadata import distributions

    return sorted({normalized(package.metadata["Name"]) for package in distributions() if "Name" in package.metadata})


def needed_distributions(requirements: Iterable[str]) -> dict[str, Distribution]:
    """The distributions that these requirements name, and all that those need, by name.

    A requirement that is not installed here, such as one for another system, is left out.
    """
    from importlib.metadata import (  # half of numpy's time, which few assignments need
        PackageNotFoundError,
        distribution,
    )

    found: dict[str, Distribution] = {}
    todo = list(requirements)
    while todo:
        match = NAME.match(todo.pop())
        name = normalized(match.group()) if match else ""
        if not name or name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        todo += (line for line in found[name].requires or [] if "extra ==" not in line)
    return dict(sorted(found.items()))


def versions(names: Iterable[str]) -> dict[str, str]:
    """The installed version of each of these packages."""
    return {name: found for name in names if (found := _version(normalized(name)))}


@lru_cache(maxsize=64)  # every key of a proof asks, and a record takes milliseconds to read
def _version(name: str) -> str:
    """The version of a distribution; empty where it is not installed here."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        return distribution(name).version
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=8)
def packages_of(names: tuple[str, ...]) -> Packages:
    """The packages of these names with all that they need, as far as they are installed here."""
    folders: dict[str, str] = {}
    readable: dict[str, None] = {}
    ahead: list[str] = []
    for name, found in needed_distributions(names).items() if names else ():
        if name in ALWAYS:
            continue
        modules = {}
        for path in _parts(found):
            readable[str(path)] = None
            if module := _module(path):
                modules[module] = str(path.parent)
        folders |= modules
        if name in map(normalized, names):
            ahead += _public(name, modules)
    return Packages(names, folders, tuple(readable), tuple(ahead))


def _parts(found: Distribution) -> Iterator[Path]:
    """The files and folders that a distribution has where packages are installed."""
    parts = {file.parts[0] for file in found.files or () if file.parts}
    if not parts:  # as a system's own packages are installed, without a record
        parts = set((found.read_text("top_level.txt") or "").split())
        parts |= {f"{part}.py" for part in parts}
    for part in sorted(parts - {"..", "__pycache__"}):
        path = Path(os.path.realpath(str(found.locate_file(part))))
        if path.exists() and path.suffix != ".pth":
            yield path


def _module(path: Path) -> str:
    """The module that a file or folder is; empty when it is none, such as a folder of shared libraries."""
    if path.is_dir():
        return path.name if path.name.isidentifier() else ""
    stem = next((path.name.removesuffix(end) for end in all_suffixes() if path.name.endswith(end)), "")
    return stem.partition(".")[0]


def _public(name: str, modules: Iterable[str]) -> list[str]:
    """The modules of a distribution that its users import: the one of its name, or else all without an underscore."""
    same = [module for module in modules if normalized(module) == name]
    return same or [module for module in modules if not module.startswith("_")]
