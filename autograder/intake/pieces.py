"""The statements of a cell that become part of a module: imports, functions, classes and constants.

What merely runs, such as a training loop or a print, is left out, so that a file made from a notebook is imported at
once and draws, loads and trains nothing.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from autograder.text import names_used
from autograder.text.python_source import bound, given_to

PURE = frozenset(
    {
        *("abc", "cmath", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools"),
        *("itertools", "math", "np", "numpy", "operator", "pathlib", "random", "re", "string", "typing"),
        *("jax", "networkx", "pandas", "scipy", "sklearn", "sympy", "torch"),
    }
)
"""Modules whose functions may make a constant: they neither read files nor take long."""
READERS = (
    *("download", "fetch", "fit", "fromfile", "fromregex", "from_pretrained", "genfrom", "hist", "load", "memmap"),
    *("open", "plot", "read", "run", "save", "show", "test", "to_csv", "train", "write"),
)
"""How the names of functions begin that read files or take long, in those modules too."""
BUSY = frozenset({"datasets", "hub", "integrate", "io", "optimize"})
"""Modules within those that read files, or call functions that they are given."""
MAKERS = frozenset(
    {
        *("TypeVar", "abs", "all", "any", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate", "float"),
        *("frozenset", "int", "len", "list", "map", "max", "min", "namedtuple", "object", "ord", "pow", "range"),
        *("repr", "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip"),
    }
)
"""Builtins and functions that make a constant when they are called by their plain name."""
STARS: Mapping[str, Collection[str]] = {"numpy": frozenset(dir(np)), "math": frozenset(dir(math))}
"""The modules whose names are known that ``import *`` brings, and these names."""
MADE = "made"
"""What a constant's name stands for: its methods make constants, too."""
IMPORTS = (ast.Import, ast.ImportFrom)
BRANCHES = (ast.If, ast.Try, ast.With)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Piece:
    """Statements of one cell that stand on the same lines: ``line`` is the first, counted from 1 in the cell.

    ``binds`` are the names that they bind or add to, ``makes`` those that they bind. ``uses`` are all names in them,
    ``free`` those that other code must bind, ``early`` those that are needed as soon as they run. ``modules`` are what
    an import imports from.
    """

    text: str
    line: int
    binds: frozenset[str]
    makes: frozenset[str]
    uses: frozenset[str]
    free: frozenset[str]
    early: frozenset[str]
    modules: frozenset[str] = field(default_factory=frozenset)
    is_star: bool = False
    is_constant: bool = False


@dataclass(frozen=True)
class CellPieces:
    """The pieces of a cell.

    ``ran``: something was left out because it merely runs; ``lost`` are the names that it would have bound. ``known``
    is what all names stand for after the cell.
    """

    pieces: Sequence[Piece]
    ran: bool
    lost: frozenset[str]
    known: Mapping[str, str]


def pieces(text: str, tree: ast.Module, known: Mapping[str, str]) -> CellPieces:
    """The pieces of a cell; ``known`` says what the names stand for that earlier cells imported or made."""
    kept, ran, lost = [], False, set[str]()
    lines, stand_for = text.split("\n"), dict(known)
    for group in _on_the_same_lines(tree.body):
        own = []
        for node in group:
            if is_kept(node, stand_for):
                own.append(node)
                stand_for.update(_known(node, stand_for))
            elif not _is_idle(node):
                ran = True
                lost |= names_used.own_names(node)
        if own:
            first = _first_line(own[0])
            whole = "\n".join(lines[first - 1 : own[-1].end_lineno])
            kept.append(_piece(own, whole if len(own) == len(group) else "; ".join(map(ast.unparse, own)), first))
    return CellPieces(kept, ran, frozenset(lost), stand_for)


def _known(node: ast.stmt, known: Mapping[str, str]) -> dict[str, str]:
    """What a statement that is kept lets names stand for: something imported, a constant, or nothing known."""
    found: dict[str, str] = {}
    for part in statements_of(node):
        if isinstance(part, IMPORTS):
            found |= names_used.aliases(part)
            module = (part.module or "") if isinstance(part, ast.ImportFrom) and part.names[0].name == "*" else ""
            found |= {name: f"{module}.{name}" for name in STARS.get(module, ())}
        elif isinstance(part, (ast.Assign, ast.AnnAssign)) and not isinstance(part.value, (ast.Lambda, ast.Attribute)):
            made = known.get(part.value.id, "") if isinstance(part.value, ast.Name) else MADE
            found |= dict.fromkeys(bound(part), made)
        else:
            found |= dict.fromkeys(bound(part), "")
    return found


def statements_of(node: ast.stmt) -> Iterator[ast.stmt]:
    """A statement, with those below it where it is an ``if``, ``try`` or ``with``."""
    yield node
    yield from (part for child in _below(node) for part in statements_of(child))


def _below(node: ast.stmt) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node) if isinstance(node, BRANCHES) else ():
        yield from (statement for statement in getattr(child, "body", ()) if isinstance(child, ast.ExceptHandler))
        if isinstance(child, ast.stmt):
            yield child


def is_kept(node: ast.stmt, known: Mapping[str, str]) -> bool:
    """Whether a statement defines or imports something, or is a branch all of whose statements do."""
    if isinstance(node, ast.If):
        if not _is_constant(node.test, known) or _is_idle(node):
            return False
    elif isinstance(node, ast.With) and not all(_is_constant(item.context_expr, known) for item in node.items):
        return False
    if isinstance(node, BRANCHES):
        return all(is_kept(child, known) for child in _below(node))
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        return _is_constant(node.value, known)
    if isinstance(node, ast.AnnAssign):
        return node.value is None or _is_constant(node.value, known)
    return isinstance(node, (*DEFINITIONS, *IMPORTS, ast.Pass))


def _is_constant(value: ast.expr, known: Mapping[str, str]) -> bool:
    """Whether an expression can be worked out at once, from nothing but what was defined before."""
    if isinstance(value, ast.Lambda):
        return True
    parts = [part for part in ast.walk(value) if isinstance(part, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom))]
    return all(isinstance(part, ast.Call) and _makes_a_constant(part.func, known) for part in parts)


def _makes_a_constant(function: ast.expr, known: Mapping[str, str]) -> bool:
    """Whether a call of a function makes a constant: one of a pure module, or a method of a constant."""
    if isinstance(function, ast.Name) and function.id in MAKERS and function.id not in known:
        return True
    first, name = function, function.attr if isinstance(function, ast.Attribute) else ""
    while isinstance(first, ast.Attribute):
        first = first.value
    if not isinstance(first, ast.Name):
        return bool(name) and not name.startswith(READERS)
    whole = known.get(first.id, first.id if name else "").split(".") + [name] * bool(name)
    return whole[0] in (MADE, *PURE) and not BUSY.intersection(whole) and not whole[-1].startswith(READERS)


def _is_idle(node: ast.stmt) -> bool:
    """Whether leaving a statement out changes nothing that a reader would miss.

    That is a ``pass``, a text alone, or what a module would not run either.
    """
    if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
        return ast.unparse(node.test) == "__name__ == '__main__'"
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


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
    scoped = [pair for node in nodes for pair in names_used.scoped(node)]
    plain = [part for node in nodes if not isinstance(node, DEFINITIONS) for part in ast.walk(node)]
    defines = any(isinstance(part, DEFINITIONS) for node in nodes for part in [*statements_of(node)][1:])
    imports = [part for part in plain if isinstance(part, IMPORTS)]
    aliases = [alias for statement in imports for alias in statement.names]
    binds = {name for node in nodes for part in statements_of(node) for name in (*bound(part), *_added_to(part))}
    imported = {(alias.asname or alias.name).partition(".")[0] for alias in aliases}
    return Piece(
        text,
        line,
        frozenset((binds | imported) - {"*"}),
        (names_used.own_names(ast.Module(nodes, [])) - {*map(_changed, plain)}) | imported,
        frozenset(part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)),
        frozenset(part.id for part, is_own in scoped if isinstance(part, ast.Name) and not is_own),
        frozenset(name for node in nodes for name in _early(node)),
        frozenset(
            (statement.module or "" if isinstance(statement, ast.ImportFrom) else alias.name).partition(".")[0]
            for statement in (() if defines else imports)  # what defines something is code first of all
            for alias in statement.names
        ),
        any(alias.name == "*" for alias in aliases),
        not any(isinstance(part, (*DEFINITIONS, *IMPORTS)) for node in nodes for part in statements_of(node)),
    )


def _added_to(node: ast.stmt) -> Iterator[str]:
    """The classes that a statement adds something to: ``Gate.backward = …``, and ``@add_to(Gate)``."""
    for target in node.targets if isinstance(node, ast.Assign) else []:
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            yield target.value.id
    yield from given_to(node)
    if isinstance(node, ast.AsyncFunctionDef):
        yield node.name
    if name := _changed(node):
        yield name


def _changed(node: ast.AST) -> str:
    """The name that ``x += 1`` adds to."""
    return names_used.root(node.target) if isinstance(node, ast.AugAssign) else ""


def _early(node: ast.AST) -> Iterator[str]:
    """The names that a statement needs as soon as it runs: all but those in the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt) and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(child, ast.Name):
            yield child.id
        elif not isinstance(child, ast.Lambda):
            yield from _early(child)
