"""What a rule for the text is about: whole files, or functions with the student's own helpers that these call."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import TypeAlias

from autograder.text import cells, names_used
from autograder.text.modules import as_imported, module_of, package_of
from autograder.text.python_source import definitions, parse_quietly

DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MOST_STEPS = 200
"""How often a name may be handed on from file to file, or a method from class to class."""
KEPT_FILES = 4
"""How many parsed files are kept for the next check, which mostly looks at the same ones; a large file's tree is a
hundred times as large as its text."""
TAKE_FUNCTIONS = ("accumulate", "apply_along_axis", "filter", "map", "partial", "reduce", "vectorize")
"""The last parts of what calls a function that it is given."""


@dataclass(frozen=True)
class ParsedFile:
    """A file that was parsed. Raises SyntaxError where `read` cannot parse it."""

    name: str
    lines: Sequence[str]
    tree: ast.Module

    @classmethod
    @lru_cache(maxsize=KEPT_FILES)
    def read(cls, name: str, data: bytes) -> ParsedFile:
        """The file of that name and with these bytes, parsed once for the checks that look at it."""
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return cls(name, text.split("\n"), parse_quietly(text))

    @cached_property
    def known(self) -> Mapping[str, str]:
        """What the file's names stand for."""
        return names_used.aliases(self.tree)

    @cached_property
    def stars(self) -> list[str]:
        """The modules that all names are imported from."""
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
            plain = isinstance(node, DEFINED) and not node.decorator_list
            if nodes and plain and blocks[id(nodes[-1])] == blocks[id(node)]:
                lines = self._used_by_the_module.get(name, [])  # as in `old = fit`, between two that are called fit
                after = bisect_right(lines, line_of(nodes[-1]))
                nodes[-1:] = nodes[-1:] if after < len(lines) and lines[after] < line_of(node) else []
            elif (
                "." in name
                and blocks[id(node)] == id(self.tree.body)
                and name.rpartition(".")[2] not in looked_up(node)
            ):  # what a class is given later, as by `Model.fit = fit`, though not by `Model.fit = timed(Model.fit)`
                nodes.clear()
            nodes.append(node)
        return found

    @cached_property
    def _used_by_the_module(self) -> Mapping[str, Sequence[int]]:
        """The lines on which the module itself uses each name, outside of all functions and classes."""
        found: dict[str, list[int]] = {}
        todo: list[ast.AST] = [self.tree]
        while todo:
            part = todo.pop()
            if isinstance(part, ast.Name):
                found.setdefault(part.id, []).append(part.lineno)
            elif not isinstance(part, (*DEFINED, ast.Lambda)):
                todo += ast.iter_child_nodes(part)
        return {name: sorted(lines) for name, lines in found.items()}

    @cached_property
    def own(self) -> frozenset[str]:
        """The names that the file gives a value itself, which is nothing of a library's."""
        return names_used.own_names(self.tree) - self.known.keys()

    @cached_property
    def own_attributes(self) -> frozenset[str]:
        """The attributes that the file sets, and the methods of its classes."""
        stored = {part.attr for part in ast.walk(self.tree) if isinstance(part, ast.Attribute) and is_set(part)}
        return frozenset(stored | {name.rpartition(".")[2] for name in self.defined if "." in name})

    @cached_property
    def put_to_work(self) -> frozenset[int]:
        """What is called, what is given to a name that is called, and what is given to a function that calls it;
        each part by its identity."""
        calls = [part for part in ast.walk(self.tree) if isinstance(part, ast.Call)]
        called = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        parts = [
            part for call in calls for part in (call.func, *(one.value for one in call.keywords if one.arg == "key"))
        ]
        for call in calls:
            takes = names_used.dotted(call.func, {}).rpartition(".")[2] in TAKE_FUNCTIONS
            parts += call.args if takes else ()
        parts += [value for name, value in names_used.given_names(self.tree) if name in called]
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
        return names_used.dotted(part, self.known)

    def may_be(self, name: str, rule: str) -> bool:
        """Whether a whole name is what a rule names, by itself or through ``import *``."""
        return names_used.is_named(name, rule) or self.may_be_from_a_star(name, rule)

    def may_be_from_a_star(self, name: str, rule: str) -> bool:
        """Whether a whole name is what a rule names when a module stands before it whose names are all imported."""
        first, end = name.partition(".")[0], f".{name}"
        if not self.stars or not first or first in self.libraries or first in self.own:
            return False
        return names_used.is_named(name, rule) or (rule.endswith(end) and rule[: -len(end)] in self._star_endings)

    @cached_property
    def _star_endings(self) -> frozenset[str]:
        """The modules that all names are imported from, by their whole names and by their last parts."""
        parts = [module.split(".")[-names_used.MOST_PARTS :] for module in self.stars]
        return frozenset(self.stars).union(".".join(one[start:]) for one in parts for start in range(len(one)))

    def is_a_library_s(self, name: str) -> bool:
        """Whether a whole name belongs to a module that is imported."""
        return name.partition(".")[0] in self.libraries

    def at(self, node: ast.AST) -> str:
        """The place of a node, and its line."""
        line = line_of(node)
        place = cells.origin(self.lines, line)
        where = f"{place[0]}, line {place[1]}" if place else f"{self.name}, line {line}"
        return f"{where}: {self.lines[line - 1].strip()[:200]}" if 0 < line <= len(self.lines) else where


def _looked_up(node: ast.AST) -> frozenset[str]:
    """The attributes that a statement looks up."""
    return frozenset(part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute) and not is_set(part))


def line_of(node: ast.AST) -> int:
    """The line that a node begins on; 0 for what is on none."""
    line: int = getattr(node, "lineno", 0)
    return line


def is_set(part: ast.Name | ast.Attribute) -> bool:
    """Whether a name or an attribute is given a value."""
    return isinstance(part.ctx, ast.Store)


Definition: TypeAlias = "tuple[str, str]"
"""A definition: the file's name, and the whole name in it."""


@dataclass(frozen=True)
class ParsedFiles:
    """The files that a check looks at, by name, and how their names refer to each other."""

    files: Mapping[str, ParsedFile]

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        return {module_of(name): name for name in self.files}

    @cached_property
    def _own_stars(self) -> Mapping[str, Sequence[str]]:
        """For each file the modules of the student's own that it imports all names from."""
        return {
            name: [
                module
                for module in file.stars
                if any(written in self._modules for written in as_imported(module, package_of(name)))
            ]
            for name, file in self.files.items()
        }

    def scopes(self, within: Sequence[Definition]) -> list[tuple[ParsedFile, ast.AST]]:
        """These definitions, with everything of the student's own that they call or use, in whatever file."""
        found: dict[Definition, None] = {}
        todo = list(within)
        while todo:
            place = todo.pop()
            if place not in found:
                found[place] = None
                used = dict.fromkeys(self._used_by(place))
                todo += [where for name in used for where in self.places(place[0], name)]
        return [(self.files[file], node) for file, name in found for node in self.files[file].defined[name]]

    def places(self, file: str, name: str) -> list[Definition]:
        """Where a whole name of a file is defined, there or in another file; a method also in a class above its own."""
        found, seen, todo = list[Definition](), set[Definition](), [(file, name)]
        while todo and len(seen) < MOST_STEPS:
            place = todo.pop()
            if place in seen:
                continue
            seen.add(place)
            if place[1] in self.files[place[0]].defined:
                found.append(place)
            else:
                todo += islice(chain(self.above(*place), self._elsewhere(*place)), MOST_STEPS)
        return found

    def above(self, file: str, name: str) -> Iterator[Definition]:
        """The places of a method in the classes that its own class is made from."""
        owner, _, method = name.rpartition(".")
        for node in self.files[file].defined.get(owner, ()):
            for base in node.bases if isinstance(node, ast.ClassDef) else ():
                yield file, f"{names_used.dotted(base, {})}.{method}"

    def _elsewhere(self, file: str, name: str) -> Iterator[Definition]:
        """The places that a name may be imported from."""
        first, dot, rest = name.partition(".")
        known = self.files[file].known.get(first, first)
        for written in (known + dot + rest, *(f"{module}.{name}" for module in self._own_stars[file])):
            for whole in as_imported(written, package_of(file)):
                parts = whole.split(".")
                for cut in range(1, len(parts)):
                    other = self._modules.get(".".join(parts[:cut]), file)
                    if other != file:
                        yield other, ".".join(parts[cut:])

    def _used_by(self, place: Definition) -> Iterator[str]:
        """The names that a definition uses. An attribute may also be a method of its own class or of one above."""
        file, name = place
        here, owner, added_to = self.files[file], name.rpartition(".")[0], set[int]()
        for part, is_hidden in (pair for node in here.defined[name] for pair in names_used.scoped(node)):
            if not isinstance(part, (ast.Name, ast.Attribute)) or id(part) in added_to:
                continue
            if is_set(part):  # which uses nothing of what it adds to
                added_to.add(id(getattr(part, "value", part)))
                continue
            root = names_used.root(part)
            if not is_hidden and (root in here.known or root in here.defined or (root and here.stars)):
                yield names_used.dotted(part, {})
            if (
                isinstance(part, ast.Attribute)
                and owner in here.defined
                and not here.is_a_library_s(here.known.get(root, root))
            ):
                above = isinstance(part.value, ast.Call) and names_used.dotted(part.value.func, {}) == "super"
                method = f"{owner}.{part.attr}"
                yield from (one for _, one in self.above(file, method)) if above else [method]
