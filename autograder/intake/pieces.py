"""The statements of a cell that become part of a module: imports, functions, classes and constants.

What merely runs, such as a training loop or a print, is left out, so that a file made from a notebook is imported at
once and draws, loads and trains nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.text.python_source import bound

PURE = frozenset(
    {
        *("abc", "cmath", "collections", "dataclasses", "decimal", "enum", "fractions", "functools", "itertools"),
        *("math", "np", "numpy", "operator", "re", "string", "typing"),
    }
)
"""Modules whose functions may make a constant: they neither read files nor take long."""
READERS = ("load", "from", "genfrom", "memmap", "save", "test", "show")
"""How the names of their functions begin that do."""
MAKERS = frozenset(
    {
        *("TypeVar", "abs", "bool", "complex", "dict", "enumerate", "float", "frozenset", "int", "len", "list", "map"),
        *("max", "min", "namedtuple", "range", "round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip"),
    }
)
"""Builtins and functions that make a constant when they are called by their plain name."""
IMPORTS = (ast.Import, ast.ImportFrom)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Piece:
    """Statements of one cell that stand on the same lines: ``line`` is the first, counted from 1 in the cell.

    ``binds`` are the names that they bind or add to, ``uses`` all names in them, ``early`` those that are needed as
    soon as they run. ``modules`` are what an import imports from.
    """

    text: str
    line: int
    binds: frozenset[str]
    uses: frozenset[str]
    early: frozenset[str]
    modules: frozenset[str] = field(default_factory=frozenset)
    is_star: bool = False


def pieces(text: str, tree: ast.Module) -> tuple[list[Piece], bool]:
    """The pieces of a cell, and whether anything was left out because it merely runs."""
    kept, left_out = [], False
    lines = text.split("\n")
    for group in _on_the_same_lines(tree.body):
        own = [node for node in group if is_kept(node)]
        left_out = left_out or any(not is_kept(node) and not _is_idle(node) for node in group)
        if own:
            first = _first_line(own[0])
            whole = "\n".join(lines[first - 1 : own[-1].end_lineno])
            kept.append(_piece(own, whole if len(own) == len(group) else "; ".join(map(ast.unparse, own)), first))
    return kept, left_out


def is_kept(node: ast.stmt) -> bool:
    """Whether a statement defines something."""
    if isinstance(node, ast.Try):  # an import, and what to do without it
        return all(map(_is_import_or_constant, (*node.body, *node.orelse, *node.finalbody))) and all(
            map(_is_import_or_constant, (part for handler in node.handlers for part in handler.body))
        )
    return isinstance(node, DEFINITIONS) or _is_import_or_constant(node)


def _is_import_or_constant(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return _is_constant(node.value)
    if isinstance(node, ast.AnnAssign):
        return node.value is None or _is_constant(node.value)
    return isinstance(node, (*IMPORTS, ast.Pass))


def _is_constant(value: ast.expr) -> bool:
    """Whether an expression can be worked out at once, from nothing but what was defined before."""
    if isinstance(value, ast.Lambda):
        return True
    parts = [part for part in ast.walk(value) if isinstance(part, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom))]
    return all(isinstance(part, ast.Call) and _makes_a_constant(part.func) for part in parts)


def _makes_a_constant(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in MAKERS
    name = function.attr if isinstance(function, ast.Attribute) else ""
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id in PURE and not name.startswith(READERS)


def _is_idle(node: ast.stmt) -> bool:
    """Whether leaving a statement out changes nothing that a reader would miss.

    That is a ``pass``, a text alone, or what a module would not run either.
    """
    if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
        return ast.unparse(node.test) == "__name__ == '__main__'"
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _on_the_same_lines(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    group: list[ast.stmt] = []
    for node in body:
        if group and _first_line(node) > (group[-1].end_lineno or 0):
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _piece(nodes: list[ast.stmt], text: str, line: int) -> Piece:
    plain = [part for node in nodes if not isinstance(node, DEFINITIONS) for part in ast.walk(node)]
    imports = [part for part in plain if isinstance(part, IMPORTS)]
    aliases = [alias for one in imports for alias in one.names]
    binds = {name for node in nodes for name in (*bound(node), *_added_to(node))}
    binds |= {(alias.asname or alias.name).partition(".")[0] for alias in aliases}
    return Piece(
        text,
        line,
        frozenset(binds - {"*"}),
        frozenset(part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)),
        frozenset(name for node in nodes for name in _early(node)),
        frozenset(
            (one.module or "" if isinstance(one, ast.ImportFrom) else alias.name).partition(".")[0]
            for one in imports
            for alias in one.names
        ),
        any(alias.name == "*" for alias in aliases),
    )


def _added_to(node: ast.stmt) -> Iterator[str]:
    """The classes that a statement adds something to: ``Gate.backward = …``, and ``@add_to(Gate)``."""
    for target in node.targets if isinstance(node, ast.Assign) else []:
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            yield target.value.id
    for decorator in getattr(node, "decorator_list", []):
        for given in decorator.args if isinstance(decorator, ast.Call) else []:
            if isinstance(given, ast.Name):
                yield given.id
    if isinstance(node, (ast.AsyncFunctionDef, ast.Try)):
        yield from ([node.name] if isinstance(node, ast.AsyncFunctionDef) else [])
        yield from (name for part in ast.walk(node) if isinstance(part, ast.Assign) for name in bound(part))


def _early(node: ast.AST) -> Iterator[str]:
    """The names that a statement needs as soon as it runs: all but those in the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt) and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(child, ast.Name):
            yield child.id
        elif not isinstance(child, ast.Lambda):
            yield from _early(child)
