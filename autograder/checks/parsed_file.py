"""One file of a student's, parsed: what its names stand for, what it defines, and where."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from autograder.text import cells, names_used
from autograder.text.python_source import definitions, parse_quietly

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
KEPT_FILES = 4
"""How many parsed files are kept for the next check, which mostly looks at the same ones; a large file's tree is a
hundred times as large as its text."""
TAKE_FUNCTIONS = ("accumulate", "apply_along_axis", "filter", "map", "partial", "reduce", "vectorize")
"""The last parts of what calls a function that it is given."""


@dataclass(frozen=True)
class ParsedFile:
    """A file by its name, its lines and its tree."""

    name: str
    lines: Sequence[str]
    tree: ast.Module

    @classmethod
    @lru_cache(maxsize=KEPT_FILES)
    def read(cls, name: str, data: bytes) -> ParsedFile:
        """The file of that name and with these bytes, parsed once for the checks that look at it.

        Raises SyntaxError where it is not Python.
        """
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return cls(name, text.split("\n"), parse_quietly(text))

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """What the names stand for that the file imports, or assigns from what it imports."""
        return names_used.aliases(self.tree)

    @cached_property
    def stars(self) -> list[str]:
        """The modules from which ``import *`` takes every name."""
        return names_used.stars(self.tree)

    @cached_property
    def defined(self) -> Mapping[str, Sequence[ast.AST]]:
        """The definitions of each name, without those that a later one replaces."""
        blocks = {
            id(child): id(body)
            for parent in ast.walk(self.tree)
            for _, body in ast.iter_fields(parent)
            if isinstance(body, list)
            for child in body
        }
        found: dict[str, list[ast.AST]] = {}
        looked_up = lru_cache(maxsize=1)(_looked_up)  # a statement may set many attributes, and comes once for each
        for name, node in definitions(self.tree):
            nodes = found.setdefault(name, [])
            plain = isinstance(node, DEFINITIONS) and not node.decorator_list
            _, dot, attribute = name.rpartition(".")
            if nodes and plain and blocks[id(nodes[-1])] == blocks[id(node)]:
                if not self._is_used_between(name, nodes[-1], node):
                    nodes.pop()
            elif dot and blocks[id(node)] == id(self.tree.body) and attribute not in looked_up(node):
                nodes.clear()  # a class is given another method, as by `Model.fit = fit`; `timed(Model.fit)` keeps it
            nodes.append(node)
        return found

    def _is_used_between(self, name: str, first: ast.AST, second: ast.AST) -> bool:
        """Whether the module uses a name between two definitions of it, as in ``old = fit`` between two of ``fit``."""
        lines = self._module_lines.get(name, [])
        after = bisect_right(lines, line_of(first))
        return after < len(lines) and lines[after] < line_of(second)

    @cached_property
    def _module_lines(self) -> Mapping[str, Sequence[int]]:
        """The lines on which the module uses each name, outside of all functions and classes."""
        found: dict[str, list[int]] = {}
        todo: list[ast.AST] = [self.tree]
        while todo:
            part = todo.pop()
            if isinstance(part, ast.Name):
                found.setdefault(part.id, []).append(part.lineno)
            elif not isinstance(part, (*DEFINITIONS, ast.Lambda)):
                todo += ast.iter_child_nodes(part)
        return {name: sorted(lines) for name, lines in found.items()}

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The names that the file itself gives a value, so that they stand for nothing of a library's."""
        return names_used.own_names(self.tree) - self.aliases.keys()

    @cached_property
    def own_attributes(self) -> frozenset[str]:
        """The attributes that the file sets, and the methods of its classes."""
        stored = {part.attr for part in ast.walk(self.tree) if isinstance(part, ast.Attribute) and is_set(part)}
        return frozenset(stored | {name.rpartition(".")[2] for name in self.defined if "." in name})

    @cached_property
    def called_parts(self) -> frozenset[int]:
        """The parts of the tree that are called, each by its identity: directly, by a name that they are given, or by a
        function that they are passed to.
        """
        calls = [part for part in ast.walk(self.tree) if isinstance(part, ast.Call)]
        called_names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        parts: list[ast.expr] = []
        for call in calls:
            parts += [call.func, *(keyword.value for keyword in call.keywords if keyword.arg == "key")]
            if names_used.dotted(call.func, {}).rpartition(".")[2] in TAKE_FUNCTIONS:
                parts += call.args
        parts += [value for name, value in names_used.given_names(self.tree) if name in called_names]
        return frozenset(map(id, parts))

    @cached_property
    def modules(self) -> frozenset[str]:
        """Every module that is imported, and the names that are taken from it."""
        return frozenset(name for name, _ in names_used.imported(self.tree))

    @cached_property
    def libraries(self) -> frozenset[str]:
        """The first part of every module that is imported."""
        return frozenset(name.partition(".")[0] for name in self.modules)

    def whole_name(self, part: ast.AST) -> str:
        """The whole name of an expression; empty where it has none."""
        return names_used.dotted(part, self.aliases)

    def may_be(self, name: str, rule: str) -> bool:
        """Whether a whole name may be what a rule names, by itself or through ``import *``."""
        return names_used.is_named(name, rule) or self.may_be_from_a_star(name, rule)

    def may_be_from_a_star(self, name: str, rule: str) -> bool:
        """Whether a whole name may be what a rule names because ``import *`` took it from a module."""
        first, end = name.partition(".")[0], f".{name}"
        if not self.stars or not first or first in self.libraries or first in self.own_names:
            return False
        return names_used.is_named(name, rule) or (rule.endswith(end) and rule[: -len(end)] in self._star_endings)

    @cached_property
    def _star_endings(self) -> frozenset[str]:
        """The modules of `stars`, by their whole names and by their last parts."""
        modules = [module.split(".")[-names_used.MOST_PARTS :] for module in self.stars]
        endings = (".".join(parts[start:]) for parts in modules for start in range(len(parts)))
        return frozenset(self.stars).union(endings)

    def is_from_a_library(self, name: str) -> bool:
        """Whether a whole name belongs to a module that is imported."""
        return name.partition(".")[0] in self.libraries

    def place_of(self, node: ast.AST) -> str:
        """A node's file, or cell of a notebook, and its line: the number and the text."""
        line = line_of(node)
        place = cells.origin(self.lines, line)
        where = f"{place[0]}, line {place[1]}" if place else f"{self.name}, line {line}"
        return f"{where}: {self.lines[line - 1].strip()[:200]}" if 0 < line <= len(self.lines) else where


def _looked_up(node: ast.AST) -> frozenset[str]:
    """The attributes that a statement looks up."""
    return frozenset(part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute) and not is_set(part))


def line_of(node: ast.AST) -> int:
    """The number of the line that a node begins on; 0 for a node without one, such as a module."""
    line: int = getattr(node, "lineno", 0)
    return line


def is_set(part: ast.Name | ast.Attribute) -> bool:
    """Whether a name or an attribute is given a value."""
    return isinstance(part.ctx, ast.Store)
