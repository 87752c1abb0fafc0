"""Staff's own Python in an assignment folder: the functions of ``cases/``, ``laws/`` and ``prompts/``, and the text of
``probes/``.

Modules of a package import each other by its plain name (``from cases.tools import …``), so while a package is being
loaded its folder leads ``sys.path``; afterwards ``sys.path`` and ``sys.modules`` are as before, and two assignments can
be loaded side by side. Laws and prompts are loaded from their text alone, as they are wherever an assignment travels.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import signature
from itertools import chain
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeVar

from autograder.errors import StaffError
from autograder.records import Laws, Prompts
from autograder.records.laws import SHARED, importable, public_functions
from autograder.records.staff_time import TooLongError, in_time
from autograder.spec import text_files
from autograder.spec.errors import StaffTextError
from autograder.text.python_source import located, parse_quietly
from autograder.text.suggest import nearest

T = TypeVar("T")

LAWS, PROMPTS = Laws.package, Prompts.package
PACKAGES = ("probes", "cases", LAWS, PROMPTS)
"""The folders that hold staff's Python."""


class StaffCodeError(StaffError):
    """A staff module that cannot be used; the message starts with its path."""


@dataclass(frozen=True)
class Code:
    """The text of the probes, the laws, the prompts, the case functions, and the names that a check may use.

    A package that cannot be used has None for its names; ``problems`` say why, one line for each module. ``no_laws``
    are functions of laws/ that cannot be called as a law is.
    """

    probes: Mapping[str, str]
    laws: Laws
    prompts: Prompts
    cases: Mapping[str, Callable[..., Any]]
    probe_names: Collection[str] | None
    law_names: Collection[str] | None
    no_laws: Collection[str]
    case_names: Collection[str] | None
    problems: tuple[str, ...]


def code(folder: Path) -> Code:
    """All that a folder holds, with the problems of the parts that cannot be used.

    Case functions that cannot be imported are left out without a problem: grading does without them, and freezing
    reports them.
    """
    probes, probe_problems = _tried(sources, folder, "probes")
    laws, law_problems = _tried(functions, folder, LAWS)
    prompts, prompt_problems = _tried(functions, folder, PROMPTS)
    named = {package: _tried(function_names, folder, package) for package in PACKAGES}
    (probe_names, _), (case_names, _) = named["probes"], named["cases"]
    syntax = chain.from_iterable(problems for _, problems in named.values())
    cases, _ = _tried(functions, folder, "cases")
    return Code(
        probes or {},
        Laws(tuple(sources(folder, LAWS).items())) if laws is not None else Laws(),
        Prompts(tuple(sources(folder, PROMPTS).items())) if prompts is not None else Prompts(),
        cases or {},
        probe_names,
        None if laws is None else laws.keys(),
        {name for name, law in (laws or {}).items() if not takes(law, 2)},
        case_names,
        tuple(dict.fromkeys((*probe_problems, *law_problems, *prompt_problems, *syntax)))
        + tuple(_without_probe(folder, prompts or {}, probe_names)),
    )


def takes(function: Callable[..., Any], count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    try:
        signature(function).bind(*[None] * count)
    except TypeError:
        return False
    return True


def _without_probe(
    folder: Path, prompts: Mapping[str, Callable[..., Any]], probes: Collection[str] | None
) -> Iterator[str]:
    """A line for each prompt that no probe has the name of; none where the probes cannot be read."""
    for name, function in prompts.items():
        if probes is not None and name not in probes:
            path = folder / PROMPTS / f"{function.__module__.rpartition('.')[2]}.py"
            yield f"{path}:{function.__code__.co_firstlineno}:1: {name} is not a probe.{nearest(name, probes)}"


def _tried(reader: Callable[[Path, str], T], folder: Path, package: str) -> tuple[T | None, list[str]]:
    """What a reader makes of a package, or None and a line for each problem."""
    try:
        return reader(folder, package), []
    except StaffCodeError as error:
        return None, str(error).splitlines()


def functions(folder: Path, package: str) -> dict[str, Callable[..., Any]]:
    """Every public function of ``folder/package/*.py``, in one flat namespace.

    Raises `StaffCodeError` with a line for each module that cannot be used.
    """
    found: dict[str, Callable[..., Any]] = {}

    def add(path: Path) -> None:
        found.update(public_functions(_import(f"{package}.{path.stem}", path)))

    from_text = package in (LAWS, PROMPTS)
    with importable(package, tuple(sources(folder, package).items())) if from_text else _importing(folder):
        _use_each(folder, package, add)
    return found


def _use_each(folder: Path, package: str, use: Callable[[Path], object]) -> None:
    """Use every module but the helpers'. Raises `StaffCodeError` with all problems once every module has been tried."""
    problems: list[str] = []
    for path in module_paths(folder, package):
        if path.stem != SHARED:
            try:
                use(path)
            except StaffCodeError as error:
                problems.append(str(error))
    if problems:
        raise StaffCodeError("\n".join(dict.fromkeys(problems)))


def sources(folder: Path, package: str) -> dict[str, str]:
    """The text of each module, by module name. Raises `StaffCodeError` where one is not UTF-8."""
    found: dict[str, str] = {}
    for path in module_paths(folder, package):
        try:
            found[path.stem] = text_files.read(path)
        except StaffTextError as error:
            raise StaffCodeError(str(error)) from None
    return found


def function_names(folder: Path, package: str) -> set[str]:
    """The public functions that a package's modules define, read without running them."""
    found: dict[str, str] = {}

    def add(path: Path) -> None:
        try:
            body = parse_quietly(path.read_bytes()).body
        except SyntaxError as error:
            raise StaffCodeError(located(path, error)) from error
        for node in body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                here = f"{path}:{node.lineno}:{node.col_offset + 1}"
                if node.name in found:
                    said = f"{node.name} is already there, in {found[node.name]}: give one of them another name."
                    raise StaffCodeError(f"{here}: {said}")
                found[node.name] = f"{package}/{path.name}, line {node.lineno}"

    _use_each(folder, package, add)
    return set(found)


def module_paths(folder: Path, package: str) -> list[Path]:
    """The modules of a package, in order of name."""
    return sorted(path for path in (folder / package).glob("*.py") if path.stem != "__init__")


def _import(name: str, path: Path) -> Any:
    try:
        with in_time("its import"):
            return importlib.import_module(name)
    except TooLongError as error:
        raise StaffCodeError(f"{path}: {error}") from error
    except SyntaxError as error:
        raise StaffCodeError(located(path.parents[1] / (error.filename or path), error)) from error
    except (Exception, SystemExit) as error:  # staff code may fail in any way; all of it is staff's to fix
        raise StaffCodeError(f"{_place(path, error)}: {type(error).__name__}: {error}") from error


def _place(path: Path, error: BaseException) -> str:
    """The last line of staff's folder that an import reached, as file:line:column; else the module's path."""
    folder = path.parents[1]
    for frame in reversed(extract_tb(error.__traceback__)):
        if (file := folder / frame.filename).is_relative_to(folder) and file.is_file():
            return f"{file}:{frame.lineno}:1"
    return str(path)


@contextmanager
def _importing(folder: Path) -> Iterator[None]:
    before, path_before = _removed_modules(folder), list(sys.path)
    write_before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = path_before
        sys.dont_write_bytecode = write_before
        _removed_modules(folder)
        sys.modules.update(before)


def _removed_modules(folder: Path) -> dict[str, Any]:
    """Remove from ``sys.modules`` what a package of this folder would shadow, and return it."""
    tops = {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()}
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] in tops}
