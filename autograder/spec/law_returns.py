"""What laws return, as far as their text tells: a sentence that complains, or None."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.spec.staff_code import LAWS, module_paths
from autograder.text.python_source import parse_quietly

INSIDE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
"""What has returns of its own."""


def is_complaint(value: object) -> bool:
    """Whether a value is a text with a word in it."""
    return isinstance(value, str) and bool(value.strip())


def problems(folder: Path, laws: Collection[str]) -> Iterator[str]:
    """A line with its place for each of these laws' returns that is neither; a module that is no Python has none."""
    for path in module_paths(folder, LAWS):
        try:
            body = parse_quietly(path.read_bytes()).body
        except SyntaxError:
            continue
        for law in (node for node in body if isinstance(node, ast.FunctionDef) and node.name in laws):
            for value in returned(law):
                if isinstance(value, ast.Constant) and not (value.value is None or is_complaint(value.value)):
                    said = (
                        f"the law {law.name} returns {value.value!r}; a law returns a sentence that complains, or None."
                    )
                    yield f"{path}:{value.lineno}:{value.col_offset + 1}: {said}"


def returned(law: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a function's own returns give, each side of an ``if`` within one by itself."""
    waiting: list[ast.AST] = [*law.body]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _choices(node.value)
        elif not isinstance(node, INSIDE):
            waiting += ast.iter_child_nodes(node)


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from _choices(value.body)
        yield from _choices(value.orelse)
    else:
        yield value
