"""Cut a package of staff code down to some of its functions and the code that these need.

A student's kit contains the public probes and laws, their helpers and imports, and nothing of the hidden ones.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from unicodedata import normalize

from autograder.text.python_source import bound, statements

QualifiedName: TypeAlias = "tuple[str, str]"
"""A module and a top-level name in it."""


@dataclass(frozen=True)
class _Module:
    """A module's top-level definitions and imports by the names they bind."""

    text: str
    definitions: Mapping[str, ast.stmt]
    imports: Mapping[str, ast.Import | ast.ImportFrom]

    def uses(self, name: str) -> frozenset[str]:
        """The names that a definition uses."""
        return _used_by(self.definitions[name])


@lru_cache(maxsize=4096)
def _used_by(definition: ast.stmt) -> frozenset[str]:
    return frozenset(part.id for part in ast.walk(definition) if isinstance(part, ast.Name))


def sliced(package: str, texts: Mapping[str, str], wanted: Iterable[str]) -> dict[str, str]:
    """``texts`` (by module name) with only the code that the functions ``wanted`` reach; empty modules are left out."""
    needed = _reachable(package, texts, wanted)
    return {
        name: _kept(_module(text), {top for owner, top in needed if owner == name})
        for name, text in texts.items()
        if any(owner == name for owner, _ in needed)
    }


@lru_cache(maxsize=1024)
def sliced_once(package: str, texts: tuple[tuple[str, str], ...], wanted: frozenset[str]) -> Mapping[str, str]:
    """What `sliced` gives, worked out once."""
    return sliced(package, dict(texts), wanted)


@lru_cache(maxsize=256)
def _module(text: str) -> _Module:
    definitions: dict[str, ast.stmt] = {}
    imports: dict[str, ast.Import | ast.ImportFrom] = {}
    for node in statements(text):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imports.update({alias.asname or alias.name.split(".")[0]: node for alias in node.names})
        else:
            definitions.update(dict.fromkeys(bound(node), node))
    return _Module(text, definitions, imports)


def _reachable(package: str, texts: Mapping[str, str], wanted: Iterable[str]) -> set[QualifiedName]:
    """The definitions that these names reach. What does not even mention a name does not define it, and is not parsed:
    a grading of one check needs few of all modules.
    """
    wanted = set(wanted)
    mentioning = [name for name, text in texts.items() if any(map(normalize("NFKC", text).__contains__, wanted))]
    todo = [(name, top) for name in mentioning for top in _module(texts[name]).definitions if top in wanted]
    found: set[QualifiedName] = set()
    while todo:
        here = todo.pop()
        if here in found:
            continue
        found.add(here)
        module = _module(texts[here[0]])
        for used in module.uses(here[1]):
            if used in module.definitions:
                todo.append((here[0], used))
            elif used in module.imports:
                todo.extend(_imported(package, texts, module.imports[used], used))
    return found


def _imported(
    package: str, texts: Mapping[str, str], node: ast.Import | ast.ImportFrom, used: str
) -> Iterator[QualifiedName]:
    """Where in the package an imported name is defined, if it is one of the package's."""
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(f"{package}."):
        return
    owner = (node.module or "").split(".", 1)[1]
    for alias in node.names:
        if (alias.asname or alias.name) == used and owner in texts and alias.name in _module(texts[owner]).definitions:
            yield owner, alias.name


def _kept(module: _Module, names: set[str]) -> str:
    """The module's own text without the definitions and imports that are not needed."""
    used = {name for top in names for name in module.uses(top)}
    lines = module.text.splitlines(keepends=True)
    starts = _first_lines(module.text)
    for node in reversed(statements(module.text)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
            shorter = copy.copy(node)
            shorter.names = [
                alias for alias in node.names if future or (alias.asname or alias.name.split(".")[0]) in used
            ]
            lines[starts[node.lineno] - 1 : node.end_lineno] = [ast.unparse(shorter) + "\n"] if shorter.names else []
        elif (names_here := set(bound(node))) and not names_here & names:
            lines[starts[node.lineno] - 1 : node.end_lineno] = []
    at_most_two_blank_lines = re.sub("\n{4,}", "\n\n\n", "".join(lines))
    return at_most_two_blank_lines.strip("\n") + "\n"


@lru_cache(maxsize=256)
def _first_lines(text: str) -> dict[int, int]:
    """For the first line of each statement, the line where the decorators and comments directly above it start."""
    lines = text.splitlines()
    starts: dict[int, int] = {}
    for node in statements(text):
        first = min([node.lineno, *[item.lineno for item in getattr(node, "decorator_list", [])]])
        while first > 1 and lines[first - 2].startswith("#"):
            first -= 1
        starts[node.lineno] = first
    return starts
