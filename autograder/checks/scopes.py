"""The parts of a student's text that a rule is about: whole files, or functions with the own helpers that they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TypeAlias

from autograder.checks.parsed_file import ParsedFile, is_set
from autograder.text import names_used
from autograder.text.modules import as_imported, module_of, package_of

MOST_STEPS = 200
"""How often a name may be handed on from file to file, or a method from class to class."""

Definition: TypeAlias = "tuple[str, str]"
"""A definition: the file's name, and the whole name in it."""


@dataclass(frozen=True)
class ParsedFiles:
    """The files that a check looks at, by name, and how their names refer to each other."""

    files: Mapping[str, ParsedFile]

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        """The file of each module."""
        return {module_of(name): name for name in self.files}

    @cached_property
    def _own_stars(self) -> Mapping[str, Sequence[str]]:
        """For each file, the student's own modules from which it imports every name."""
        return {
            name: [
                module
                for module in file.stars
                if any(written in self._modules for written in as_imported(module, package_of(name)))
            ]
            for name, file in self.files.items()
        }

    def scopes(self, within: Sequence[Definition]) -> list[tuple[ParsedFile, ast.AST]]:
        """These definitions and everything of the student's own that they use, in whatever file: each file and node."""
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
        """Where a whole name of a file is defined, there or in another file; a method also in a base class."""
        found, seen, todo = list[Definition](), set[Definition](), [(file, name)]
        while todo and len(seen) < MOST_STEPS:
            place = todo.pop()
            if place in seen:
                continue
            seen.add(place)
            if place[1] in self.files[place[0]].defined:
                found.append(place)
            else:
                todo += islice(chain(self._in_bases(*place), self._in_other_files(*place)), MOST_STEPS)
        return found

    def _in_bases(self, file: str, name: str) -> Iterator[Definition]:
        """A method's places in the base classes of its class, by the names that the file has for these."""
        owner, _, method = name.rpartition(".")
        for node in self.files[file].defined.get(owner, ()):
            for base in node.bases if isinstance(node, ast.ClassDef) else ():
                yield file, f"{names_used.dotted(base, {})}.{method}"

    def _in_other_files(self, file: str, name: str) -> Iterator[Definition]:
        """The places in other files that a name may be imported from."""
        first, dot, rest = name.partition(".")
        known = self.files[file].aliases.get(first, first)
        for written in (known + dot + rest, *(f"{module}.{name}" for module in self._own_stars[file])):
            for whole in as_imported(written, package_of(file)):
                parts = whole.split(".")
                for cut in range(1, len(parts)):
                    other = self._modules.get(".".join(parts[:cut]), file)
                    if other != file:
                        yield other, ".".join(parts[cut:])

    def _used_by(self, place: Definition) -> Iterator[str]:
        """The names that a definition uses. An attribute may also be a method of its own class or of a base class."""
        file, name = place
        parsed, owner, added_to = self.files[file], name.rpartition(".")[0], set[int]()
        for part, is_hidden in (pair for node in parsed.defined[name] for pair in names_used.scoped(node)):
            if not isinstance(part, (ast.Name, ast.Attribute)) or id(part) in added_to:
                continue
            if is_set(part):  # which uses nothing of what it adds to
                added_to.add(id(getattr(part, "value", part)))
                continue
            root = names_used.root(part)
            if not is_hidden and (root in parsed.aliases or root in parsed.defined or (root and parsed.stars)):
                yield names_used.dotted(part, {})
            if (
                isinstance(part, ast.Attribute)
                and owner in parsed.defined
                and not parsed.is_from_a_library(parsed.aliases.get(root, root))
            ):
                of_super = isinstance(part.value, ast.Call) and names_used.dotted(part.value.func, {}) == "super"
                method = f"{owner}.{part.attr}"
                yield from (base for _, base in self._in_bases(file, method)) if of_super else [method]
