"""Python as text: a module's top-level statements, and the names that each of them binds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=256)
def statements(text: str) -> tuple[ast.stmt, ...]:
    """A module's top-level statements, parsed once however often they are asked for; nobody may change them."""
    return tuple(ast.parse(text).body)


def bound(node: ast.stmt) -> Iterator[str]:
    """The names that a definition or an assignment binds."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))
