"""Staff's laws and prompts as values: the text of their modules, compiled where a function is first used.

They therefore travel like everything else in an assignment: by pickle, to a process or a machine that has never seen
the folder they were written in.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.abc import ExecutionLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from autograder.records.cases import Outputs

Law: TypeAlias = Callable[[Mapping[str, Any], Outputs], "str | None"]
"""Inputs (with what the grader kept) and outputs in; a complaint for the student out, or None."""

PromptFunction: TypeAlias = Callable[..., str]
"""The inputs of a case in, by name; out come the lines that make its call at Python's prompt."""

Function = TypeVar("Function", bound=Callable[..., Any])

SHARED = "tools"
"""The module of a staff package that holds helpers: its functions are no laws, cases or probes themselves."""

_SYS_MODULES = threading.Lock()


@dataclass(frozen=True)
class Functions(Mapping[str, Function], Generic[Function]):
    """The functions of a staff package, by name. ``sources`` are the names and texts of its modules, in order.

    The modules may import each other and installed packages, and nothing else of the staff folder.
    """

    sources: tuple[tuple[str, str], ...] = ()
    package: ClassVar[str]

    def __getitem__(self, name: str) -> Function:
        function: Function = _compiled(self.package, self.sources)[name]
        return function

    def __iter__(self) -> Iterator[str]:
        return iter(_compiled(self.package, self.sources))

    def __len__(self) -> int:
        return len(_compiled(self.package, self.sources))


class Laws(Functions[Law]):
    """Every law of an assignment, by name."""

    package = "laws"


class Prompts(Functions[PromptFunction]):
    """For a probe, by its name, the lines with which a student makes the same call."""

    package = "prompts"


@lru_cache(maxsize=64)
def _compiled(package: str, sources: tuple[tuple[str, str], ...]) -> Mapping[str, Any]:
    with importable(package, sources):
        modules = [importlib.import_module(f"{package}.{name}") for name, _ in sources if name != SHARED]
    return {name: function for module in modules for name, function in public_functions(module)}


def public_functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions that a module defines itself, without those that start with an underscore."""
    for name, value in vars(module).items():
        public = callable(value) and not name.startswith("_") and not isinstance(value, type)
        if public and getattr(value, "__module__", "") == module.__name__:
            yield name, value


@contextmanager
def importable(package: str, sources: Sequence[tuple[str, str]]) -> Iterator[None]:
    """Let the import system find the package in these texts, ahead of every folder; afterwards it is as before."""
    finder = _TextFinder(package, dict(sources))
    with _SYS_MODULES:
        before = _remove_modules(package)
        sys.meta_path.insert(0, finder)
        try:
            yield
        finally:
            sys.meta_path.remove(finder)
            _remove_modules(package)
            sys.modules.update(before)


def _remove_modules(package: str) -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] == package]
    return {name: sys.modules.pop(name) for name in names}


class _TextFinder(MetaPathFinder, ExecutionLoader):
    """Finds a package and its modules in their texts. Tracebacks name laws/module.py and show its lines."""

    def __init__(self, package: str, sources: Mapping[str, str]) -> None:
        self._package = package
        self._sources = {package: "", **{f"{package}.{name}": text for name, text in sources.items()}}

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname not in self._sources:
            return None
        return ModuleSpec(fullname, self, origin=self.get_filename(fullname), is_package=fullname == self._package)

    def get_source(self, fullname: str) -> str:
        return self._sources[fullname]

    def get_filename(self, fullname: str) -> str:
        return f"{fullname.replace('.', '/')}.py"
