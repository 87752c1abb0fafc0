"""Staff's own Python in an assignment folder: the functions of ``cases/`` and ``laws/``, the text of ``probes/``.

The doors are `code`, for all that grading needs of it with everything that is wrong with it, `functions`, and
`raised` for what it raises when it runs.

Modules of a package import each other by its plain name (``from cases.tools import …``), so while a package is being
loaded its folder leads ``sys.path``; afterwards ``sys.path`` and ``sys.modules`` are as before, and two assignments can be
loaded side by side.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import StaffError
from autograder.records import Laws
from autograder.records.laws import PACKAGE as LAWS
from autograder.records.laws import SHARED, importable_laws, public_functions

T = TypeVar("T")


class StaffCodeError(StaffError):
    """A staff module that cannot be used; the message starts with its path."""


@dataclass(frozen=True)
class Code:
    """The text of the probes, the functions of laws and cases, and the names that a check may use.

    A package that fails has None for its names, and ``troubles`` say why, one line for each module.
    """

    probes: Mapping[str, str]
    laws: Laws
    cases: Mapping[str, Callable[..., Any]]
    probe_names: Collection[str] | None
    law_names: Collection[str] | None
    case_names: Collection[str] | None
    troubles: tuple[str, ...]


def code(folder: Path) -> Code:
    """All that a folder holds, whatever is wrong with a part of it.

    Case functions that cannot be imported here are none: grading does without them, and freezing says what is wrong.
    """
    troubles: list[str] = []
    probes, laws = _tried(sources, folder, "probes", troubles), _tried(functions, folder, LAWS, troubles)
    probe_names, case_names = (_tried(names_in, folder, package, troubles) for package in ("probes", "cases"))
    cases = _tried(functions, folder, "cases", [])
    law_names = None if laws is None else laws.keys()
    told = tuple(dict.fromkeys(troubles))
    texts = Laws() if laws is None else Laws(tuple(sources(folder, LAWS).items()))
    return Code(probes or {}, texts, cases or {}, probe_names, law_names, case_names, told)


def _tried(reader: Callable[[Path, str], T], folder: Path, package: str, troubles: list[str]) -> T | None:
    try:
        return reader(folder, package)
    except StaffCodeError as error:
        troubles.extend(str(error).splitlines())
        return None


def functions(folder: Path, package: str) -> dict[str, Callable[..., Any]]:
    """Every public function of ``folder/package/*.py``, in one flat namespace.

    Raises `StaffCodeError` with a line for each module that cannot be used.
    """
    found: dict[str, Callable[..., Any]] = {}
    with importable_laws(tuple(sources(folder, LAWS).items())) if package == LAWS else _importing(folder):
        _each(folder, package, lambda path: _add(found, package, path))
    return found


def _add(found: dict[str, Callable[..., Any]], package: str, path: Path) -> None:
    for name, function in public_functions(_import(f"{package}.{path.stem}", path)):
        if name in found:
            raise StaffCodeError(f"{path}: {name} is already the name of a function in {package}/.")
        found[name] = function


def _each(folder: Path, package: str, use: Callable[[Path], object]) -> None:
    """Use every module but the helpers'; what is wrong with any of them is told when all have been tried."""
    troubles: list[str] = []
    for path in module_paths(folder, package):
        if path.stem != SHARED:
            try:
                use(path)
            except StaffCodeError as error:
                troubles.append(str(error))
    if troubles:
        raise StaffCodeError("\n".join(dict.fromkeys(troubles)))


def sources(folder: Path, package: str) -> dict[str, str]:
    """The text of each module, by module name."""
    return {path.stem: _text(path) for path in module_paths(folder, package)}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise StaffCodeError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None


def names_in(folder: Path, package: str) -> set[str]:
    """The public functions that a package's modules define, read without running them."""
    found: set[str] = set()
    _each(folder, package, lambda path: found.update(_defined(_parsed(path))))
    return found


def _defined(module: ast.Module) -> set[str]:
    return {node.name for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}


def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes(), str(path))
    except SyntaxError as error:
        raise StaffCodeError(f"{path}:{error.lineno or 1}:{error.offset or 1}: {error.msg}.") from error


def module_paths(folder: Path, package: str) -> list[Path]:
    """The modules of a package, in order of name."""
    return sorted(path for path in (folder / package).glob("*.py") if path.stem != "__init__")


def _import(name: str, path: Path) -> Any:
    try:
        return importlib.import_module(name)
    except SyntaxError as error:
        raise StaffCodeError(
            f"{path.parents[1] / (error.filename or path)}:{error.lineno or 1}:{error.offset or 1}: {error.msg}."
        ) from error
    except Exception as error:  # staff code may fail in any way; all of it is staff's to mend
        raise StaffCodeError(f"{path}: {type(error).__name__}: {error}") from error


@contextmanager
def _importing(folder: Path) -> Iterator[None]:
    before, path_before = _taken_out(folder), list(sys.path)
    write_before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = path_before
        sys.dont_write_bytecode = write_before
        _taken_out(folder)
        sys.modules.update(before)


def _taken_out(folder: Path) -> dict[str, Any]:
    """Remove from ``sys.modules`` what a package of this folder would shadow, and return it."""
    tops = {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()}
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] in tops}
