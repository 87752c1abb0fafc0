"""The statements of a prompt, and what their comments say of the outputs that they give.

A statement gives the outputs whose names it binds, or those that its comment lists: ``graph.backward()  # d*``. After
a colon the comment may say what to call the call: ``graph.backward()  # d* (again): a second backward()``; after an
equals sign, what to call a value that no call returned: ``[p[0] for p in path]  # p0 = p[0] after each step``. Where a
pattern goes on after its star, as ``*_of_the_first_gate`` does, the part is named without this end.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

_COMMENT = re.compile(r"\s{2}#\s(.*)$")
_SIGN = re.compile(r"(: | = )")


@dataclass(frozen=True)
class Statement:
    """One line of a prompt.

    ``patterns`` are outputs that its comment names; ``phrase`` is what to call its call or, with ``is_value``, a value.
    """

    node: ast.stmt
    patterns: tuple[str, ...] = ()
    phrase: str = ""
    is_value: bool = False

    @property
    def is_import(self) -> bool:
        """Whether it brings in names of other modules."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names that it gives a value."""
        return frozenset() if self.is_import else names_in(self.node, ast.Store)

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names that it reads."""
        return names_in(self.node, ast.Load)

    @property
    def value(self) -> ast.expr | None:
        """What stands to the right of the equals sign, or the expression that is all of it."""
        return self.node.value if isinstance(self.node, (ast.Assign, ast.Expr)) else None

    @property
    def only_computes(self) -> bool:
        """Whether it calls a function and does nothing but keep the result: no later call depends on it otherwise."""
        value = self.value
        return isinstance(self.node, ast.Assign) and isinstance(value, ast.Call) and isinstance(value.func, ast.Name)

    def part(self, output: str) -> str | None:
        """The part of what it gives that is this output: empty for all of it, None where it gives something else."""
        if output in self.binds and isinstance(self.node, ast.Assign):
            return "" if isinstance(self.node.targets[0], ast.Name) else output
        for pattern in self.patterns:
            if fnmatchcase(output, pattern):
                _, star, after = pattern.partition("*")
                return output.removesuffix(after) if star else ""
        return None

    def imported(self, names: Collection[str]) -> str:
        """The import of those names alone that are wanted; empty where none of them is."""
        if not isinstance(self.node, ast.ImportFrom):
            return ast.unparse(self.node)
        kept = [alias for alias in self.node.names if (alias.asname or alias.name) in names]
        return ast.unparse(ast.ImportFrom(self.node.module, kept, 0)) if kept else ""


@lru_cache(maxsize=1024)
def parsed_statements(text: str) -> tuple[Statement, ...]:
    """The statements of a prompt, parsed once however many cases and submissions have it; nobody may change them."""
    lines = text.splitlines()
    statements = []
    for node in ast.parse(text).body:
        comment = _COMMENT.search(lines[(node.end_lineno or node.lineno) - 1])
        patterns, sign, phrase = _SIGN.split(f"{comment[1] if comment else ''}: ", maxsplit=1)
        listed = tuple(filter(None, patterns.split(", ")))
        statements.append(Statement(node, listed, phrase.removesuffix(": ").strip(), is_value=sign == " = "))
    return tuple(statements)


def names_in(node: ast.AST, context: type[ast.expr_context]) -> frozenset[str]:
    """The names in a piece of code that are read (`ast.Load`) or bound (`ast.Store`), but no arguments of lambdas."""
    own = {argument.arg for part in ast.walk(node) if isinstance(part, ast.Lambda) for argument in part.args.args}
    found = (part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, context))
    return frozenset(part.id for part in found) - own
