"""The names in prompts: a student who pastes a prompt must find each module, function, method and argument in it.

The lines are read and not run. `unknown_names` finds what neither the reference, the probes nor Python has.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from importlib.util import find_spec
from typing import Any

import numpy as np

from autograder.feedback.prompt import prompt_of
from autograder.feedback.statements import Statement, names_in
from autograder.records import Assignment, Case
from autograder.spec.staff_folder import StaffFolder
from autograder.text.names_used import aliases
from autograder.text.python_source import definitions, parse_quietly
from autograder.text.suggest import nearest

KIT = "kit"
AT_HAND = frozenset({*vars(builtins), "np", KIT})
"""Names that need no import in a prompt: what is printed for a student begins with theirs."""
PLAIN = (np.ndarray, np.random.Generator, np.float64, list, dict, tuple, str, set, int, float, complex, bytes)
"""What a call may give back that has methods of its own."""


@dataclass(frozen=True)
class KnownNames:
    """What prompts may name. ``modules`` are the trees of the reference's files and of the probes, by module name."""

    modules: Mapping[str, ast.Module]

    @classmethod
    def of(cls, folder: StaffFolder, assignment: Assignment) -> KnownNames:
        """Those of an assignment whose reference can be read; a file that is no Python has no names."""
        files = {name.removesuffix(".py"): folder.text(name) for name in assignment.files if name.endswith(".py")}
        texts = {**files, **{f"probes.{name}": text for name, text in assignment.probes.items()}}
        trees = {}
        for name, text in texts.items():
            try:
                trees[name] = parse_quietly(text)
            except SyntaxError:
                trees[name] = ast.Module([], [])
        return cls(trees)

    def has(self, node: ast.stmt) -> bool:
        """Whether an import is of modules that are known."""
        if isinstance(node, ast.ImportFrom):
            return node.module in self.modules
        return isinstance(node, ast.Import) and all(one.name in self.modules for one in node.names)

    @cached_property
    def importable(self) -> Mapping[str, frozenset[str]]:
        """What can be imported from each of the modules."""
        return {
            module: frozenset({name for name, _ in definitions(tree) if "." not in name} | aliases(tree).keys())
            for module, tree in self.modules.items()
        }

    @cached_property
    def attributes(self) -> frozenset[str]:
        """What an object in a prompt may be asked for."""
        nodes = [node for tree in self.modules.values() for node in ast.walk(tree)]
        used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        defined = {name.rpartition(".")[2] for tree in self.modules.values() for name, _ in definitions(tree)}
        return frozenset().union(used, defined, *map(dir, PLAIN))

    @cached_property
    def arguments(self) -> Mapping[str, frozenset[str]]:
        """The arguments of all functions, methods and classes of a name, without the names of those that take any."""
        found: dict[str, frozenset[str]] = {}
        takes_any: set[str] = set()
        for whole, node in (pair for tree in self.modules.values() for pair in definitions(tree)):
            name = whole.removesuffix(".__init__").rpartition(".")[2]
            if isinstance(node, ast.FunctionDef) and not node.args.kwarg and not node.decorator_list:
                every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                found[name] = found.get(name, frozenset()) | {one.arg for one in every}
            elif not isinstance(node, ast.ClassDef) or node.bases or node.decorator_list:
                takes_any.add(name)
        return {name: arguments for name, arguments in found.items() if name not in takes_any}


Unknown = tuple[str, str]
"""A word of a prompt that names nothing, and what is wrong with it."""


def problems(folder: StaffFolder, assignment: Assignment, known: KnownNames, probe: str, case: Case) -> Iterator[str]:
    """A line for each name in a probe's prompt that nobody has, with its place in prompts/."""
    for word, words in unknown_names(prompt_of(assignment.prompts, probe, case).statements, known, case.inputs):
        yield f"{_place(folder, assignment, probe, word)}: the prompt {probe} {words}"


def unknown_names(statements: Sequence[Statement], known: KnownNames, inputs: Mapping[str, Any]) -> Iterator[Unknown]:
    """The names in the lines of a prompt that neither the case, the reference, the probes nor Python has."""
    bound, foreign = {*AT_HAND, *inputs}, {KIT}
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.ImportFrom):
            yield from _not_imported(node, known)
        if statement.is_import:
            names = set(aliases(node))
            if "*" in names and isinstance(node, ast.ImportFrom) and known.has(node):
                names |= known.importable[node.module or ""]
            bound |= names
            foreign |= names if not known.has(node) else set()
            continue
        own = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
        bound |= {*statement.binds, *own, *([node.name] if isinstance(node, ast.FunctionDef) else [])}
        for name in sorted(names_in(node, ast.Load) - bound):
            yield name, f"uses {name!r}, to which nothing gives a value.{nearest(name, bound - AT_HAND)}"
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute):
                yield from _no_attribute(part, known, foreign)
            elif isinstance(part, ast.Call):
                yield from _no_argument(part, known)


def _not_imported(node: ast.ImportFrom, known: KnownNames) -> Iterator[Unknown]:
    module = node.module or ""
    first = module.partition(".")[0]
    if module in known.modules:
        names = known.importable[module]
        for alias in node.names:
            if alias.name not in names and alias.name != "*":
                where = f"{module.replace('.', '/')}.py"
                yield alias.name, f"imports {alias.name!r}, which {where} does not have.{nearest(alias.name, names)}"
    elif first != KIT and (first == "probes" or find_spec(first) is None):
        yield module, f"imports from {module!r}, and there is no such module.{nearest(module, known.modules)}"


def _no_attribute(node: ast.Attribute, known: KnownNames, foreign: Collection[str]) -> Iterator[Unknown]:
    parts: list[str] = []
    owner: ast.expr = node
    while isinstance(owner, ast.Attribute):
        parts.insert(0, owner.attr)
        owner = owner.value
    if isinstance(owner, ast.Name) and owner.id == "np":
        try:
            reduce(getattr, parts, np)
        except AttributeError:
            yield node.attr, f"asks for np.{'.'.join(parts)}, which numpy does not have.{nearest(node.attr, dir(np))}"
    elif node.attr not in known.attributes and not (isinstance(owner, ast.Name) and owner.id in foreign):
        said = f"asks for {node.attr!r}, which nothing in the reference has."
        yield node.attr, f"{said}{nearest(node.attr, known.attributes)}"


def _no_argument(node: ast.Call, known: KnownNames) -> Iterator[Unknown]:
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    arguments = known.arguments.get(function)
    for given in node.keywords:
        if given.arg and arguments is not None and given.arg not in arguments:
            yield (
                given.arg,
                f"gives {function} an argument {given.arg!r}, which it lacks.{nearest(given.arg, arguments)}",
            )


def _place(folder: StaffFolder, assignment: Assignment, probe: str, word: str) -> str:
    """Where a word stands in a probe's prompt, as file:line:column; the function where it is put together elsewhere."""
    code = assignment.prompts[probe].__code__
    file = folder.path / code.co_filename
    text = dict(assignment.prompts.sources).get(file.stem, "")
    before = sum(map(len, text.splitlines(keepends=True)[: code.co_firstlineno]))
    found = re.compile(rf"\b{re.escape(word)}\b").search(text, before) if word else None
    if found is None:
        return f"{file}:{code.co_firstlineno}:1"
    line_start = text.rfind("\n", 0, found.start())
    return f"{file}:{text.count(chr(10), 0, found.start()) + 1}:{found.start() - line_start}"
