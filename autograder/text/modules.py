"""Files as the modules that they are imported as: which of them one imports, and where a whole name is defined."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from autograder.text import names_used
from autograder.text.python_source import parse_quietly


def module_of(path: str) -> str:
    """The name that a file is imported by: ``pkg.core`` for pkg/core.py, ``pkg`` for pkg/__init__.py."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1:] == ("__init__",) else parts)


def package_of(path: str) -> str:
    """The package that a file is in; empty for a file beside the others."""
    return ".".join(PurePosixPath(path).parts[:-1])


def as_imported(name: str, package: str) -> Iterator[str]:
    """What a whole name may be called, as it is written or as part of the package that it is written in."""
    yield name
    parts = package.split(".") if package else []
    yield from (".".join([*parts[:length], name]) for length in range(len(parts), 0, -1))


def imported_files(files: Mapping[str, bytes], start: Iterable[str], may: Callable[[str], bool]) -> list[str]:
    """The files that those of ``start`` import, and each then in turn, where a file may be one of them.

    A file that is no Python, which nothing can import, is none.
    """
    paths = {module_of(name): name for name in files if name.endswith(".py")}
    found: dict[str, None] = {}
    trees = {name: tree for name in start if (tree := _tree(files[name]))}
    waiting = list(trees)
    while waiting:
        name = waiting.pop()
        for module in _modules(trees[name], package_of(name)):
            path = paths.get(module, "")
            if path and path not in trees and may(path) and (tree := _tree(files[path])):
                trees[path], found[path] = tree, None
                waiting.append(path)
    return list(found)


def _tree(data: bytes) -> ast.Module | None:
    try:
        return parse_quietly(data.decode("utf-8-sig", "replace"))
    except SyntaxError:
        return None


def _modules(tree: ast.Module, package: str) -> Iterator[str]:
    """Every module that a file may import, with the packages around it."""
    relative = [
        ".".join(filter(None, (node.module, *more)))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
        for more in ((), *((alias.name,) for alias in node.names))
    ]
    for written in (*(name for name, _ in names_used.imported(tree)), *filter(None, relative)):
        for name in as_imported(written, package):
            parts = name.split(".")
            yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))
