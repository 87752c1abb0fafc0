"""A matplotlib that draws nothing, so that a file with a plot in it still loads: :func:`install` is the door.

Nobody sees a plot while work is being checked, and matplotlib itself is not here. Whatever is asked of this one is
answered with a `Nothing`, of which anything can be asked again.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

PACKAGES = ("matplotlib", "mpl_toolkits")
SHARES = {"plot": 1, "hist": 3}
"""How many things a call gives that gives another number of them than two, as ``line, = plt.plot(x, y)`` counts on."""


class Nothing:
    """Does nothing, and has every name, every item and as many parts as it is said to have."""

    def __init__(self, parts: int = 2) -> None:
        self._parts = parts

    def __getattr__(self, name: str) -> Any:
        return _named(name)

    def __call__(self, *arguments: Any, **named: Any) -> Nothing:
        return self

    def __getitem__(self, place: Any) -> Nothing:
        return Nothing()

    def __setitem__(self, place: Any, value: Any) -> None:
        """As when settings are changed."""

    def __len__(self) -> int:
        return self._parts

    def __iter__(self) -> Iterator[Nothing]:
        return iter([Nothing() for _ in range(self._parts)])

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *error: object) -> None:
        """As when a style ends."""


def _named(name: str) -> Any:
    """What stands under a name; Python's own questions are answered with no, or a `Nothing` would pass for an array."""
    if name.startswith("__"):
        raise AttributeError(name)
    return _subplots if name == "subplots" else Nothing(SHARES.get(name, 2))


def _subplots(rows: int = 1, columns: int = 1, **named: Any) -> tuple[Nothing, Nothing]:
    """A figure and its axes."""
    rows, columns = named.get("nrows", rows), named.get("ncols", columns)
    return Nothing(), Nothing(rows if rows > 1 else columns)


class Plots(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds matplotlib and every module in it."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """A spec for any module of the packages."""
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module every name."""
        module.__dict__["__getattr__"] = _named


def install() -> None:
    """Serve it where nothing else by that name is found."""
    sys.meta_path.append(Plots())
