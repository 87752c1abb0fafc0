"""The packages that an assignment names, found where they are installed, and nothing that is installed beside them."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

FIRST_USE = {
    # looks into /proc for the libraries whose threads it may limit, and keeps what it found
    "sklearn": ("sklearn.utils.parallel", "_get_threadpool_controller"),
    # is imported with the first optimizer, takes seconds, and names a temporary folder
    "torch": ("torch._dynamo", ""),
}
"""What a package does when it is used for the first time and a worker may not do: a module to import ahead as well, and
perhaps a function of that module to call.
"""


class PackageFinder(importlib.abc.MetaPathFinder):
    """Finds the modules in ``folders`` by name, each in its own folder, and the records of what is installed there."""

    def __init__(self, folders: Mapping[str, str]) -> None:
        self.folders = dict(folders)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """A spec for a package; its parts are found by the package's own path."""
        folder = self.folders.get(fullname) if path is None else None
        return importlib.machinery.PathFinder.find_spec(fullname, [folder]) if folder else None

    def find_distributions(self, context: Any = None) -> Iterator[Any]:
        """The records that packages read their own version from."""
        metadata: Any = importlib.import_module("importlib.metadata")  # who asks for records has it; others do not wait
        name, path = getattr(context, "name", None), sorted(set(self.folders.values()))
        if path:
            yield from metadata.MetadataPathFinder.find_distributions(
                metadata.DistributionFinder.Context(name=name, path=path)
            )


def install(folders: Mapping[str, str]) -> None:
    """Serve the packages after the standard library and numpy."""
    sys.meta_path.append(PackageFinder(folders))


def names() -> frozenset[str]:
    """The modules that are served, which no file of a student's replaces."""
    return frozenset(name for finder in sys.meta_path if isinstance(finder, PackageFinder) for name in finder.folders)


def import_ahead(modules: Iterable[str]) -> dict[str, str]:
    """Import these modules and the parts that they name in ``__all__``; returns why one cannot be imported."""
    failed: dict[str, str] = {}
    for name in modules:
        try:
            module = importlib.import_module(name)
        except Exception as error:  # a package may fail in any way where it is not installed as it should be
            failed[name] = f"{type(error).__name__}: {error}"
            continue
        for part in getattr(module, "__all__", ()):
            _import_part(f"{name}.{part}")
        if name in FIRST_USE:
            more, function = FIRST_USE[name]
            _import_part(more)
            getattr(sys.modules.get(more), function, _nothing)()
    return failed


def _nothing() -> None:
    """In place of a function that another version of a package does not have."""


def _import_part(name: str) -> None:
    try:
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    except Exception:  # a part that needs what is not installed, which only its users would miss
        return
