"""Source: what the student's text may not do, or must do: calls, imports, names and loops, each with its line.

The text is parsed in the grader, by `ast`, and never run. Renamed imports, ``getattr`` with a literal and functions
that are passed on are found; what a program only puts together while it runs is not.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from autograder.checks.conclude import CaseResult, conclude, guarded
from autograder.checks.kind import Kind, Talk, every_case
from autograder.checks.parsed_file import ParsedFile, is_set, line_of
from autograder.checks.scopes import Definition, ParsedFiles
from autograder.checks.settings import After, Options
from autograder.feedback.messages import Message
from autograder.records import AnswerKey, Call, Case, Check, Observation
from autograder.text import names_used
from autograder.text.plural import agreed
from autograder.text.stub import STUB

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
LIBRARIES = sys.stdlib_module_names | {"numpy"}
"""The names of modules that are never a student's own."""
LOOP_WORDS: Mapping[Loop, str] = {"for": "a for loop", "while": "a while loop", "comprehension": "a comprehension"}


ALIASES = {
    "np": "numpy",
    "pd": "pandas",
    "plt": "matplotlib.pyplot",
    "sp": "scipy",
    "sns": "seaborn",
    "tf": "tensorflow",
    "jnp": "jax.numpy",
}
"""The usual short names of modules. A rule has the whole name instead, and so holds whatever a student writes."""


def valid_rule(rule: str) -> str:
    """The rule, if it is a name with dots. Raises ValueError."""
    if not all(part.isidentifier() for part in rule.split(".")):
        raise ValueError(f"{rule!r} is not a name: write letters, digits, _ and dots alone, such as numpy.linalg.inv")
    first, dot, rest = rule.partition(".")
    if first in ALIASES:
        raise ValueError(f"{first} is what a file may call {ALIASES[first]}: write {ALIASES[first]}{dot}{rest}")
    return rule


Name = Annotated[str, After(valid_rule)]


@dataclass(frozen=True, kw_only=True)
class Rules(Options):
    """What a text may do: ``calls`` and ``names`` by their whole name or its last parts, ``imports`` of modules with
    all in them, and ``loops``.
    """

    calls: tuple[Name, ...] = ()
    imports: tuple[Name, ...] = ()
    names: tuple[Name, ...] = ()
    loops: tuple[Loop, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.calls or self.imports or self.names or self.loops)


@dataclass(frozen=True, kw_only=True)
class SourceOptions(Options):
    """``forbid`` and ``require`` are the rules; ``within`` names functions, classes or methods (``Gate.backward``) that
    they are about, with the helpers that these call. By default they are about the whole of every file that is read,
    and of the student's own files that these import.
    """

    forbid: Rules = Rules()
    require: Rules = Rules()
    within: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.forbid and not self.require:
            raise ValueError("a source check needs a rule: write forbid or require, such as `forbid: {loops: [for]}`")


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
    problem = next(_problems(check, observation), "")
    return CaseResult("failed", Message(problem, problem), call.case.hint, case_independent=True) if problem else None


def _problems(check: Check, observation: Observation) -> Iterator[str]:
    options, files = check.options, {}
    for name, array in observation.outputs.items():
        try:
            files[name] = ParsedFile.read(name, array.tobytes())
        except SyntaxError as error:
            line = f", line {error.lineno}" if error.lineno else ""
            yield f"{name}{line} cannot be read as Python: {error.msg}."
            return
    read = [name for name in check.reads if name in files] or list(files)
    scopes: list[tuple[ParsedFile, ast.AST]] = [(file, file.tree) for file in files.values()]
    if options.within:
        parsed = ParsedFiles(files)
        places = {name: _places_of(parsed, read, name) for name in options.within}
        missing = [name for name in options.within if not places[name] and not _may_be_imported(files, read, name)]
        yield from (f"{' and '.join(read)} {agreed(len(read), 'defines', 'define')} no {name}." for name in missing)
        scopes = parsed.scopes([place for name in options.within for place in places[name]])
    for _, node in scopes:
        yield from (f"Not written yet: {stub}." for stub in _stubs(node))
    for file, node in scopes:
        yield from _forbidden(file, node, options.forbid)
    where = options.within or read
    for what in _missing(scopes, options.require):
        yield f"{' and '.join(where)} must {what}, but {agreed(len(where), 'does', 'do')} not."


def _places_of(files: ParsedFiles, read: Sequence[str], name: str) -> list[Definition]:
    """Where a name of ``within`` is defined.

    For a method that its class may have from a place that is not read, the class stands instead.
    """
    places = [place for file in read for place in files.places(file, name)]
    owner = name.rpartition(".")[0]
    classes = [place for file in read if owner for place in files.places(file, owner)]
    return places or [(file, known) for file, known in classes if _may_have_more(files.files[file], known)]


def _may_have_more(file: ParsedFile, name: str) -> bool:
    """Whether a class may have methods that its text does not show."""
    nodes = file.defined[name]
    bare = [node for node in nodes if isinstance(node, ast.ClassDef) and not (node.bases or node.keywords)]
    has_setattr = any(isinstance(part, ast.Name) and part.id == "setattr" for part in ast.walk(file.tree))
    return has_setattr or len(bare) < len(nodes) or any(node.decorator_list for node in bare)


def _may_be_imported(files: Mapping[str, ParsedFile], read: Sequence[str], name: str) -> bool:
    """Whether a name may be imported from a file that the check does not read, such as one with rules of its own."""
    first = name.partition(".")[0]
    for file in read:
        whole = files[file].aliases.get(first, "")
        for module in (*([whole] if whole != first else []), *files[file].stars):
            if module and module.partition(".")[0] not in LIBRARIES:
                return True
    return False


def _stubs(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Raise) and isinstance(part.exc, ast.Call) and part.exc.args:
            text = part.exc.args[0]
            stub = isinstance(part.exc.func, ast.Name) and part.exc.func.id == "NotImplementedError"
            if stub and isinstance(text, ast.Constant) and isinstance(text.value, str) and STUB.match(text.value):
                yield text.value


def _forbidden(file: ParsedFile, node: ast.AST, rules: Rules) -> Iterator[str]:
    """A sentence for each part that breaks a rule of ``forbid``, in the order of the text."""
    problems = [
        (f"The module {rule} may not be imported here.", part)
        for name, part in names_used.imported(node)
        for rule in rules.imports
        if _is_within(name, rule)
    ]
    problems += [
        (f"{LOOP_WORDS[loop].capitalize()} is not allowed here.", part)
        for loop, part in _loops(node)
        if loop in rules.loops
    ]
    for part, is_hidden in names_used.scoped(node):
        problems += [(f"{rule} may not be {words} here.", part) for words, rule in _uses(file, part, is_hidden, rules)]
    for sentence, part in sorted(problems, key=lambda problem: (line_of(problem[1]), problem[0])):
        yield f"{sentence} {file.place_of(part)}"


def _is_within(module: str, rule: str) -> bool:
    """Whether a module is the one that a rule names, or in it."""
    return module == rule or module.startswith(f"{rule}.")


def _loops(node: ast.AST) -> Iterator[tuple[Loop, ast.AST]]:
    """The loops in a file or a definition; a loop that only computes a module's constant does not count."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and not isinstance(node.value, ast.Lambda):
        return
    yield from ((LOOPS[type(part)], part) for part in ast.walk(node) if type(part) in LOOPS)


def _uses(file: ParsedFile, part: ast.AST, is_hidden: bool, rules: Rules) -> Iterator[tuple[str, str]]:
    """The rules that a part breaks. A name to which the student gave a value is not the library's function of that
    name, and neither is an attribute that the student set, nor one that is only looked at.
    """
    if isinstance(part, ast.Name) and (is_set(part) or is_hidden or part.id in file.own_names):
        return
    if not (name := file.whole_name(part)):
        return
    is_own = isinstance(part, ast.Attribute) and (part.attr in file.own_attributes or id(part) not in file.called_parts)
    is_own = is_own and not file.is_from_a_library(name)
    for rule in rules.calls:
        if file.may_be_from_a_star(name, rule) or (names_used.is_named(name, rule) and not is_own):
            yield "called", rule
    yield from (("used", rule) for rule in rules.names if file.may_be(name, rule))


def _missing(scopes: Sequence[tuple[ParsedFile, ast.AST]], rules: Rules) -> Iterator[str]:
    """What the text must do and does not, after the word "must"."""
    loops = {loop for _, node in scopes for loop, _ in _loops(node)}
    yield from (f"contain {LOOP_WORDS[rule]}" for rule in rules.loops if rule not in loops)
    files = {file.name: file for file, _ in scopes}
    modules = {module for file in files.values() for module in file.modules}
    yield from (f"import {rule}" for rule in rules.imports if not any(_is_within(module, rule) for module in modules))
    parts = [(file, part) for file, node in scopes for part in ast.walk(node)]
    called = [(file, part.func) for file, part in parts if isinstance(part, ast.Call)]
    for what, wanted, expressions in (("call", rules.calls, called), ("use the name", rules.names, parts)):
        names = {(file.name, file.whole_name(part)) for file, part in expressions} if wanted else set()
        for rule in wanted:
            if not any(files[file].may_be(name, rule) for file, name in names):
                yield f"{what} {rule}"


KIND = Kind(SourceOptions, talk, words="rules for the text", reads=True, complaint=complaint)
