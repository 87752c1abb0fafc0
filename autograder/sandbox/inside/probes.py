"""The probes' package, run from code objects that the grader compiled once: :func:`load_probes` is the entry point."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import marshal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

PACKAGE = "probes"


@dataclass(frozen=True)
class Probes(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds ``probes`` and its modules; everything else is somebody else's. ``given`` are the package's own names."""

    codes: Mapping[str, memoryview]
    given: Mapping[str, Callable[..., Any]]

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """A spec for the package or one of its modules."""
        if fullname == PACKAGE:
            return importlib.util.spec_from_loader(fullname, self, is_package=True)
        if fullname.removeprefix(f"{PACKAGE}.") in self.codes and fullname.startswith(f"{PACKAGE}."):
            return importlib.util.spec_from_loader(fullname, self)
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code; the package itself has none, only what it was given."""
        if module.__name__ == PACKAGE:
            vars(module).update(self.given)
        else:
            exec(marshal.loads(self.codes[module.__name__.removeprefix(f"{PACKAGE}.")]), module.__dict__)


def load_probes(
    codes: Mapping[str, memoryview], given: Mapping[str, Callable[..., Any]]
) -> Mapping[str, Callable[..., Any]]:
    """Every function and class the probes define, by name: one flat namespace. They import ``given`` as ``probes``."""
    sys.meta_path.insert(0, Probes(codes, given))
    named: dict[str, Callable[..., Any]] = {}
    for name in codes:
        module = importlib.import_module(f"{PACKAGE}.{name}")
        named |= {
            own: value
            for own, value in vars(module).items()
            if isinstance(value, (FunctionType, type)) and value.__module__ == module.__name__
        }
    return named
