"""Python as text: a module's tree, its top-level statements, and the names that each of them binds."""

from __future__ import annotations

import ast
import threading
import warnings
from collections.abc import Iterator
from functools import lru_cache

_WARNINGS = threading.Lock()
"""Held while warnings are off, which they then are for every thread."""


def parse_quietly(text: str | bytes) -> ast.Module:
    """The tree of a module that somebody else wrote, without the warnings that are for its author to read.

    Raises SyntaxError for all that cannot be parsed: also null bytes, lone surrogates, and what is nested too deeply.
    """
    with _WARNINGS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except ValueError as error:  # Python 3.12 and later raise SyntaxError for null bytes
            raise SyntaxError(str(error)) from None
        except (RecursionError, MemoryError):
            raise SyntaxError("an expression or statement is nested too deeply") from None


def located(path: object, error: SyntaxError) -> str:
    """What is wrong in a file of staff's, with its place as file:line:column."""
    return f"{path}:{error.lineno or 1}:{error.offset or 1}: {error.msg}."


@lru_cache(maxsize=256)
def statements(text: str) -> tuple[ast.stmt, ...]:
    """A module's top-level statements, parsed once however often they are asked for; nobody may change them."""
    return tuple(parse_quietly(text).body)


def bound(node: ast.stmt) -> Iterator[str]:
    """The names that a definition or an assignment binds."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


def without_docstrings(tree: ast.Module) -> ast.Module:
    """The same tree, changed: no docstrings are left in it, nor other texts that stand alone as a statement."""
    for node in ast.walk(tree):
        if isinstance(body := getattr(node, "body", None), list):
            body[:] = [statement for statement in body if not _is_lone_text(statement)]
    return tree


def _is_lone_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def definitions(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a module defines, by whole name as in ``Model.fit``: functions, classes, methods, and names that are set.

    Also below ``if``, ``try``, ``with`` and loops, and what a class is given later, by ``Model.fit = …`` or by a
    decorator that names the class, as in ``@add_to(Model)``.
    """
    waiting = [(child, "") for child in _children(tree)]
    while waiting:
        node, prefix = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield f"{prefix}{node.name}", node
            yield from ((f"{prefix}{owner}.{node.name}", node) for owner in given_to(node))
            waiting += [(child, f"{prefix}{node.name}.") for child in _children(node)]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            yield from ((f"{prefix}{name}", node) for name in bound(node))
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                    yield f"{prefix}{target.value.id}.{target.attr}", node
        elif isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            waiting += [(child, prefix) for child in _children(node)]


def _children(node: ast.AST) -> list[ast.AST]:
    """A node's parts, the last one first, as a stack needs them: an ``elif`` is nested below the one before it."""
    return list(ast.iter_child_nodes(node))[::-1]


def given_to(node: ast.stmt) -> Iterator[str]:
    """The classes that a decorator with arguments names; none for what has no decorators."""
    for decorator in getattr(node, "decorator_list", []):
        for given in decorator.args if isinstance(decorator, ast.Call) else []:
            if isinstance(given, ast.Name):
                yield given.id
