"""Source: what the student's text may not do, or must do: calls, imports, names and loops, each with its line.

The text is parsed in the grader, by `ast`, and never run. Renamed imports, ``getattr`` with a literal and functions
that are passed on are found; what a program only puts together while it runs is not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from autograder.checks.conclude import CaseResult, conclude, guarded
from autograder.checks.kind import Kind, Options, Talk, every_case
from autograder.feedback.messages import Message
from autograder.records import AnswerKey, Call, Case, Check, Observation
from autograder.text import cells, names_used
from autograder.text.python_source import definitions, tree_of

Loop = Literal["for", "while", "comprehension"]
LOOPS: Mapping[type[ast.AST], Loop] = {
    ast.For: "for",
    ast.AsyncFor: "for",
    ast.While: "while",
    ast.ListComp: "comprehension",
    ast.SetComp: "comprehension",
    ast.DictComp: "comprehension",
    ast.GeneratorExp: "comprehension",
}
STUB = re.compile(r"\w+: \w")


class Rules(Options):
    """What a text may do: ``calls`` and ``names`` by their whole name or its last parts, ``imports`` of modules with
    all in them, and ``loops``.
    """

    calls: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    loops: tuple[Loop, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.calls or self.imports or self.names or self.loops)


class SourceOptions(Options):
    """``forbid`` and ``require`` are the rules; ``within`` names functions, classes or methods (``Gate.backward``) that
    they are about, with the helpers that these call. By default they are about the whole of every file that is read.
    """

    forbid: Rules = Rules()
    require: Rules = Rules()
    within: tuple[str, ...] = Field(default=())

    @model_validator(mode="after")
    def _some_rule(self) -> SourceOptions:
        if not self.forbid and not self.require:
            raise ValueError("a source check needs a rule: write forbid or require, such as `forbid: {loops: [for]}`")
        return self


@dataclass(frozen=True)
class _File:
    """A file that was parsed, and what its names stand for."""

    name: str
    lines: Sequence[str]
    tree: ast.Module
    known: Mapping[str, str]
    stars: list[str]

    def at(self, node: ast.AST) -> str:
        """The place of a node, and its line."""
        line = getattr(node, "lineno", 0)
        place = cells.origin(self.lines, line)
        where = f"{place[0]}, line {place[1]}" if place else f"{self.name}, line {line}"
        return f"{where}: {self.lines[line - 1].strip()[:200]}" if 0 < line <= len(self.lines) else where


def talk(check: Check, cases: Sequence[Case], key: AnswerKey) -> Talk:
    """The first rule that is broken, with the line that breaks it."""
    calls = every_case(check, cases)
    observations = yield calls
    return conclude(check, [guarded(check, *row, _look) for row in zip(calls, observations, strict=True)])


def complaint(check: Check, call: Call, observation: Observation, key: AnswerKey) -> str:
    """The broken rule in a sentence; empty when every rule is kept."""
    result = guarded(check, call, observation, _look)
    return result.words.full if result else ""


def _look(check: Check, call: Call, observation: Observation) -> CaseResult | None:
    said = next(_problems(check.options, observation), "")
    return CaseResult("failed", Message(said, said), call.case.hint, case_independent=True) if said else None


def _problems(options: SourceOptions, observation: Observation) -> Iterator[str]:
    files = []
    for name, array in observation.outputs.items():
        text = array.tobytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        try:
            tree = tree_of(text)
        except SyntaxError as error:
            line = f", line {error.lineno}" if error.lineno else ""
            yield f"{name}{line} cannot be read as Python: {error.msg}."
            return
        files.append(_File(name, text.split("\n"), tree, names_used.aliases(tree), names_used.stars(tree)))
    scopes = [(file, node) for file in files for node in _scope(file, options.within)]
    for _, node in scopes:
        yield from (f"Not written yet: {stub}." for stub in _stubs(node))
    for file, node in scopes:
        yield from _forbidden(file, node, options.forbid)
    for what, rule in _missing(scopes, options.require):
        where = " and ".join(options.within) or " and ".join(observation.outputs)
        yield f"{where} must use {what} {rule}, and does not."


def _scope(file: _File, within: Sequence[str]) -> list[ast.AST]:
    """The whole file, or the definitions that are named, with all of the file's own that they call or use."""
    if not within:
        return [file.tree]
    known = dict(definitions(file.tree))
    found: dict[str, ast.AST] = {}
    todo = [name for name in within if name in known]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found[name] = known[name]
        owner = name.rpartition(".")[0]
        own = names_used.bound_inside(known[name])
        for part in ast.walk(known[name]):
            if isinstance(part, ast.Name) and part.id in known and part.id not in own:
                todo.append(part.id)
            elif isinstance(part, ast.Attribute) and f"{owner}.{part.attr}" in known:
                todo.append(f"{owner}.{part.attr}")
    return list(found.values())


def _stubs(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Raise) and isinstance(part.exc, ast.Call) and part.exc.args:
            text = part.exc.args[0]
            stub = isinstance(part.exc.func, ast.Name) and part.exc.func.id == "NotImplementedError"
            if stub and isinstance(text, ast.Constant) and isinstance(text.value, str) and STUB.match(text.value):
                yield text.value


def _forbidden(file: _File, node: ast.AST, rules: Rules) -> Iterator[str]:
    """What is used although it may not be, in the order of the text."""
    found: list[tuple[int, str]] = []
    found += [
        (getattr(part, "lineno", 0), f"The module {rule} may not be imported here. {file.at(part)}")
        for name, part in names_used.imported(node)
        for rule in rules.imports
        if name == rule or name.startswith(f"{rule}.")
    ]
    found += [
        (getattr(part, "lineno", 0), f"A {loop} loop is not allowed here. {file.at(part)}")
        for loop, part in _loops(node)
        if loop in rules.loops
    ]
    for part in ast.walk(node):
        for words, rule in _uses(file, part, rules):
            found.append((getattr(part, "lineno", 0), f"{rule} may not be {words} here. {file.at(part)}"))
    yield from (said.replace("comprehension loop", "comprehension") for _, said in sorted(found))


def _loops(node: ast.AST) -> Iterator[tuple[Loop, ast.AST]]:
    """The loops in a file or a definition; how a constant that it uses is made is nothing of its own."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and not isinstance(node.value, ast.Lambda):
        return
    yield from ((LOOPS[type(part)], part) for part in ast.walk(node) if type(part) in LOOPS)


def _uses(file: _File, part: ast.AST, rules: Rules) -> Iterator[tuple[str, str]]:
    name = names_used.dotted(part, file.known)
    if not name or (isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)):
        return
    for rule in rules.calls:
        if names_used.is_named(name, rule, file.stars):
            yield "called", rule
    for rule in rules.names:
        if names_used.is_named(name, rule, file.stars):
            yield "used", rule


def _missing(scopes: Sequence[tuple[_File, ast.AST]], rules: Rules) -> Iterator[tuple[str, str]]:
    """What must be used and is not: a kind of thing, and its name."""
    loops = {loop for _, node in scopes for loop, _ in _loops(node)}
    yield from (("a loop with", rule) for rule in rules.loops if rule not in loops)
    modules = {name for file in {file.name: file for file, _ in scopes}.values() for name, _ in _imports(file)}
    yield from (("the module", rule) for rule in rules.imports if rule not in modules)
    called = [
        (names_used.dotted(part.func, file.known), file.stars)
        for file, node in scopes
        for part in ast.walk(node)
        if isinstance(part, ast.Call)
    ]
    used = [(names_used.dotted(part, file.known), file.stars) for file, node in scopes for part in ast.walk(node)]
    for what, wanted, found in (("a call of", rules.calls, called), ("the name", rules.names, used)):
        for rule in wanted:
            if not any(names_used.is_named(name, rule, stars) for name, stars in found):
                yield what, rule


def _imports(file: _File) -> Iterator[tuple[str, ast.AST]]:
    """The modules that a file imports, and those around them."""
    for name, node in names_used.imported(file.tree):
        parts = name.split(".")
        yield from ((".".join(parts[: length + 1]), node) for length in range(len(parts)))


KIND = Kind(SourceOptions, talk, words="rules for the text", reads=True, complaint=complaint)
