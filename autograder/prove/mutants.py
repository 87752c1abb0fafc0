"""Every check notices small slips in the reference, or the slip makes no difference to what students are promised.

A mutant is the reference with one slip. One that no check of its question notices is either equivalent to the reference
and listed in mutants.yaml with the reason, or a hole in the checks.
"""

from __future__ import annotations

import ast
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import Field

from autograder.checks import kind_of
from autograder.freeze.reference import reference
from autograder.grading.cache import cached_run_check
from autograder.prove.claims import Claim, Group
from autograder.prove.jobs import ProofContext
from autograder.prove.slips import changes
from autograder.records import Assignment, Check
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import map_tasks
from autograder.spec import reading
from autograder.spec.markers import blocks
from autograder.spec.reading import SettingsTable, Words
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted
from autograder.text.python_source import parse_quietly

FILE = "mutants.yaml"
SECONDS = 5.0
"""A mutant that computes longer than this for a check counts as noticed."""
DECK = 1


@dataclass(frozen=True)
class Mutant:
    """The source of one reference file with one slip, and where the slip is. ``question`` is the marked block's."""

    file: str
    line: int
    function: str
    question: str
    change: str
    source: str

    @property
    def name(self) -> str:
        """An identifier that survives moved lines: function and change."""
        return f"{self.file} {self.function}: {self.change}"

    @property
    def place(self) -> str:
        """Where to find it, and the change."""
        return f"{self.file}:{self.line} {self.function}: {self.change}"


class EquivalentMutant(SettingsTable):
    """An entry of mutants.yaml: mutants of one function that no check can notice, and the reason."""

    where: str
    changes: tuple[str, ...] = Field(min_length=1)
    why: Words


def mutants_claim(context: ProofContext, questions: tuple[str, ...] = ()) -> Claim:
    """Every mutant is noticed, or is listed as equivalent with a reason, which the claim repeats."""
    reasons = equivalent(context.folder)
    every = mutants(context.folder, context.assignment)
    tried = [mutant for mutant in every if not questions or mutant.question in questions]
    alive = survivors(context, tried, reasons)
    unexplained = [mutant for mutant in alive if mutant.name not in reasons]
    caught = {mutant.name for mutant in tried} - {mutant.name for mutant in alive}
    stale = [f"{FILE}: this mutant is listed and does not survive: {name}" for name in reasons if name in caught]
    made = {mutant.name for mutant in every}
    stale += [f"{FILE}: this mutant is listed and not made any more: {name}" for name in reasons if name not in made]
    noticed, explained = len(tried) - len(alive), len(alive) - len(unexplained)
    figure = f"{counted(len(tried), 'mutant')}, {noticed} noticed, {explained} explained, {len(unexplained)} open"
    places: dict[str, list[str]] = {}
    for mutant in alive:
        if mutant.name in reasons:
            places.setdefault(" ".join(reasons[mutant.name].split()), []).append(mutant.place)
    groups = tuple(Group(why, tuple(lines)) for why, lines in places.items())
    problems = (*(mutant.place for mutant in unexplained), *stale)
    return Claim("Every mutant of the reference is noticed, or explained", (figure,), problems, groups)


def equivalent(folder: StaffFolder) -> dict[str, str]:
    """The reason why a mutant is equivalent to the reference in everything that students are promised, by its name."""
    entries: list[EquivalentMutant] = reading.entries(folder.path / FILE, EquivalentMutant)
    return {f"{entry.where}: {change}": entry.why for entry in entries for change in entry.changes}


def mutants(folder: StaffFolder, assignment: Assignment) -> list[Mutant]:
    """Every slip in every marked block of the reference; two slips that give the same text count once."""
    found: dict[str, Mutant] = {}
    for name in (file for file in assignment.files if file.endswith(".py")):
        for mutant in _in_file(name, folder.text(name)):
            found.setdefault(f"{name} {mutant.source}", mutant)
    return list(found.values())


@lru_cache(maxsize=64)
def _in_file(name: str, source: str) -> tuple[Mutant, ...]:
    return tuple(_each_in_file(name, source))


def _each_in_file(name: str, source: str) -> Iterator[Mutant]:
    tree = parse_quietly(source)
    original = ast.unparse(tree)
    marked = list(blocks(source.splitlines()))
    times: Counter[tuple[str, str]] = Counter()
    for function, owner in _functions(tree):
        for place in list(_places(function)):
            node, line = place.node, getattr(place.node, "lineno", 0)
            question = next((block.question for block in marked if block.begin + 1 < line <= block.end), "")
            for change, new in changes(node) if question else ():
                text = place.text_with(new, tree)
                if text != original:
                    times[owner, change] += 1
                    nth = f" ({times[owner, change]})" if times[owner, change] > 1 else ""
                    yield Mutant(name, line, owner, question, f"{change}{nth}", text)


def _functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Functions and methods, by qualified name; a nested function belongs to the one around it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, node.name
        elif isinstance(node, ast.ClassDef):
            yield from ((f, f"{node.name}.{f.name}") for f in node.body if isinstance(f, ast.FunctionDef))


@dataclass(frozen=True)
class _Place:
    """A node of a tree, and where it stands: a field of the node around it, and the number in that field's list."""

    node: ast.AST
    around: ast.AST
    field: str
    number: int | None

    def text_with(self, new: ast.AST, tree: ast.Module) -> str:
        """The text of the whole tree with ``new`` in this place. The tree is as before when it returns."""
        self._put(new)
        try:
            return ast.unparse(tree)
        finally:
            self._put(self.node)

    def _put(self, node: ast.AST) -> None:
        if self.number is None:
            setattr(self.around, self.field, node)
        else:
            getattr(self.around, self.field)[self.number] = node


def _places(function: ast.FunctionDef) -> Iterator[_Place]:
    """The place of every node below a function, in the order of ``ast.walk``."""
    todo: deque[ast.AST] = deque([function])
    while todo:
        around = todo.popleft()
        for field, value in ast.iter_fields(around):
            items: list[tuple[int | None, Any]] = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for number, node in items:
                if isinstance(node, ast.AST):
                    todo.append(node)
                    yield _Place(node, around, field, number)


def asked_of(context: ProofContext, mutant: Mutant, right: Mapping[str, bytes], explained: bool = False) -> list[Check]:
    """The checks that reach what a mutant changes in the reference's files ``right``, with its time limits.

    Its question's come first, and of these the cheapest.

    An ``explained`` mutant meets those of its question alone.
    """
    own = {check.id for q in context.assignment.questions if q.id == mutant.question for check in q.checks}
    unit = mutant.function.partition(".")[0]
    asked = [
        check
        for check in context.assignment.checks
        if (check.id in own or not explained) and context.keys.reaches(check, right, mutant.file, unit)
    ]
    asked.sort(key=lambda check: (kind_of(check).trains, check.id not in own, context.cost(check)))
    return [_with_limit(check) for check in asked]


def _with_limit(check: Check) -> Check:
    """A check with a shorter time limit than a student has, unless it trains."""
    if kind_of(check).trains:
        return check
    return check.within(min(check.limits.seconds, SECONDS))


def survivors(context: ProofContext, tried: list[Mutant], explained: Collection[str] = ()) -> list[Mutant]:
    """The mutants that no check notices, of those that reach the file.

    Mutants that are ``explained`` meet the checks of their own question alone: that nobody notices them is known.
    """
    right = reference(context.folder, context.assignment)

    def work(sandbox: Sandbox, mutant: Mutant) -> bool:
        files = {**right.files, mutant.file: mutant.source.encode()}
        assignment = context.assignment
        payload = Payload(
            files, assignment.probes, assignment.files, packages=assignment.packages, data=assignment.data
        )
        asked = asked_of(context, mutant, right.files, mutant.name in explained)
        return not any(_notices(context, sandbox, payload, check) for check in asked)

    alive = map_tasks(tried, work, context.jobs, context.progress, lambda mutant: mutant.name, context.sandboxes)
    return [mutant for mutant, survived in zip(tried, alive, strict=True) if survived]


def _notices(context: ProofContext, sandbox: Sandbox, payload: Payload, check: Check) -> bool:
    """Whether a check fails."""
    key = replace(context.answers.key(check, DECK, context.assignment.laws), wrong=())
    run_check = cached_run_check(context.cache, context.keys, DECK)
    verdict, _ = run_check(sandbox, payload, check, context.answers.cases(check, DECK), key)
    return verdict.status != "passed"
