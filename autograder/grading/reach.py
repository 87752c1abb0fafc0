"""The code of a submission that a probe can reach: a change anywhere else changes no verdict.

Code is followed by name alone. A function or class counts as reached when its name stands anywhere in the probe, in
what runs when a file is imported, or in other code that is reached; so too much may count, and never too little.
Where code could find other code in another way, as by ``getattr``, the answer is that nothing is certain.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from autograder.spec import digests
from autograder.text.python_source import parse_quietly

WORD = re.compile(r"[A-Za-z_]\w*")
OTHER_WAYS = frozenset({
    "getattr", "setattr", "hasattr", "vars", "globals", "locals", "dir", "eval", "exec", "compile", "__import__",
    "importlib", "inspect", "sys", "gc", "pickle", "operator", "metaclass", "__dict__", "__subclasses__", "__mro__",
    "__getattr__", "__bases__",
})  # fmt: skip
"""Names by which code may find code whose name stands nowhere."""

AT_IMPORT = frozenset({"__init_subclass__", "__set_name__"})
"""Methods that run when a class is made, although nobody names them."""


@dataclass(frozen=True)
class _File:
    """What runs when a file is imported, and its functions and classes, each as a digest and the names in it."""

    digest: str
    names: frozenset[str]
    units: Mapping[str, tuple[str, frozenset[str]]]


def reached(probe: str, files: Mapping[str, bytes]) -> frozenset[tuple[str, str]] | None:
    """The file and the name of each function and class that a probe can reach; None where that is not sure."""
    parsed = {name: _file(data) for name, data in files.items()}
    known = [file for file in parsed.values() if file is not None]
    todo = set(WORD.findall(probe)).union(*(file.names for file in known))
    if len(known) < len(parsed) or todo & OTHER_WAYS:
        return None
    reachable: set[tuple[str, str]] = set()
    seen: set[str] = set()
    while todo:
        word = todo.pop()
        seen.add(word)
        for name, file in parsed.items():
            if file is not None and word in file.units and (name, word) not in reachable:
                reachable.add((name, word))
                names = file.units[word][1]
                if names & OTHER_WAYS:
                    return None
                todo |= names - seen
    return frozenset(reachable)


def is_apart(data: bytes, unit: str) -> bool:
    """Whether a file has a function or class of this name that does nothing unless it is reached."""
    file = _file(data)
    return file is not None and unit in file.units


def digest_of(probe: str, files: Mapping[str, bytes]) -> str:
    """A digest of the code in these files that a probe can reach; empty where that is not sure."""
    found = reached(probe, files)
    if found is None:
        return ""
    parsed = {name: file for name, data in files.items() if (file := _file(data))}
    at_import = [f"{name} {file.digest}" for name, file in sorted(parsed.items())]
    return digests.of_texts([*at_import, *(f"{name} {parsed[name].units[unit][0]}" for name, unit in sorted(found))])


@lru_cache(maxsize=4096)
def _file(data: bytes) -> _File | None:
    """The parts of a file; None where they cannot be told apart (no Python, a name bound twice, odd classes)."""
    try:
        body = parse_quietly(data).body
    except SyntaxError:
        return None
    apart = [node for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and _only_binds(node)]
    rest = [node for node in body if node not in apart]
    units = {node.name: (digests.of_bytes(_dump(node)), frozenset(_names(node))) for node in apart}
    names = frozenset(name for node in rest for name in _names(node))
    runs_alone = any(used & AT_IMPORT for _, used in units.values())
    bound_twice = len(units) < len(apart) or any(_is_bound(node, units) for node in rest)
    return None if bound_twice or runs_alone else _File(digests.of_bytes(b"\0".join(map(_dump, rest))), names, units)


def _only_binds(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a definition does nothing but bind its name: no decorator, no call in a default or in a class's body."""
    if node.decorator_list or (isinstance(node, ast.ClassDef) and node.keywords):
        return False
    functions = [function for function in (node, *node.body) if isinstance(function, ast.FunctionDef)]
    at_once: list[ast.AST] = [part for function in functions for part in (function.args, *function.decorator_list)]
    if isinstance(node, ast.ClassDef):
        at_once += [statement for statement in node.body if not isinstance(statement, ast.FunctionDef)]
        at_once += node.bases
    return not any(isinstance(part, ast.Call) for whole in at_once for part in ast.walk(whole))


def _is_bound(node: ast.AST, units: Mapping[str, object]) -> bool:
    """Whether a statement gives the name of a function or class another value."""
    stored = (part.id for part in ast.walk(node) if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load))
    return any(name in units for name in stored) or getattr(node, "name", None) in units


def _names(node: ast.AST) -> Iterator[str]:
    """Every name in some code, and every text that could be one; a definition's own name is none of them."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.FunctionDef) and part is not node:
            yield part.name
        elif isinstance(part, ast.keyword) and part.arg:
            yield part.arg
        elif isinstance(part, ast.alias):
            yield from WORD.findall(f"{part.name} {part.asname or ''}")
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.isidentifier():
            yield part.value


def _dump(node: ast.AST) -> bytes:
    return ast.dump(node).encode("utf-8", "surrogatepass")
