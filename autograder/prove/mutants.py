"""Small slips made automatically in the reference, to find what no check notices. The doors are `mutants` and `survivors`.

Each operator is a slip that students make: a forgotten ``.T``, a dropped ``axis=``, ``+=`` that became ``=``. A mutant
that no check of its question notices is either equal to the reference, and listed in mutants.yaml with the reason, or
a hole in the checks.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pydantic import Field

from autograder.freeze.reference import reference
from autograder.grading.cache import always, remembering
from autograder.grading.grader import Known
from autograder.prove.claims import Claim, Group
from autograder.prove.jobs import Bench
from autograder.records import Assignment, Check, Submission
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import map_tasks
from autograder.spec import reading
from autograder.spec.markers import blocks
from autograder.spec.reading import Settings
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted

FILE = "mutants.yaml"
SECONDS = 5.0
"""A mutant that takes longer than this for a check is as good as caught."""
DECK = 1
SLOW = {"accuracy", "leaderboard"}
"""Kinds of check that train networks: asked last."""


@dataclass(frozen=True)
class Mutant:
    """One slip: where it is, and what became of what. ``question`` is the block's."""

    file: str
    line: int
    function: str
    question: str
    change: str
    source: str

    @property
    def name(self) -> str:
        """What identifies it while lines move: place and change."""
        return f"{self.file} {self.function}: {self.change}"

    @property
    def place(self) -> str:
        """Where it is, for whoever looks for it, and the change."""
        return f"{self.file}:{self.line} {self.function}: {self.change}"


class Excuse(Settings):
    """Mutants of one function that rightly survive, and the reason why."""

    where: str
    changes: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=1)


Change: TypeAlias = "tuple[str, ast.AST]"
"""What became of what, in words, and the node that takes the old one's place."""


def mutants(folder: StaffFolder, assignment: Assignment) -> list[Mutant]:
    """Every slip in every marked block of the reference; two with the same effect on the text are one."""
    found: dict[str, Mutant] = {}
    for name in assignment.files:
        for mutant in _in_file(name, folder.text(name)):
            found.setdefault(f"{name} {mutant.source}", mutant)
    return list(found.values())


def _in_file(name: str, source: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    marked = list(blocks(source.splitlines()))
    told: Counter[tuple[str, str]] = Counter()
    for function, owner in _functions(tree):
        for number, node in enumerate(ast.walk(function)):
            line = getattr(node, "lineno", 0)
            question = next((block.question for block in marked if block.begin + 1 < line <= block.end), "")
            for change, new in _changes(node) if question else ():
                text = _replaced(tree, function, number, new)
                if text != ast.unparse(tree):
                    told[owner, change] += 1
                    yield Mutant(name, line, owner, question, _counted(change, told[owner, change]), text)


def _counted(change: str, number: int) -> str:
    """The same change at a second place of a function has a name of its own."""
    return change if number == 1 else f"{change} ({number})"


def _functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Functions and methods, by qualified name; a function inside a function is part of it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, node.name
        elif isinstance(node, ast.ClassDef):
            yield from ((f, f"{node.name}.{f.name}") for f in node.body if isinstance(f, ast.FunctionDef))


def _replaced(tree: ast.Module, function: ast.FunctionDef, number: int, new: ast.AST) -> str:
    """The text of the tree with the function's node of this number in ``ast.walk`` order replaced."""
    whole = copy.deepcopy(tree)
    twin = next(f for f, _ in _functions(whole) if f.lineno == function.lineno)
    old = list(ast.walk(twin))[number]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is old else super().visit(node)

    return ast.unparse(ast.fix_missing_locations(Swap().visit(whole)))


def _changes(node: ast.AST) -> Iterator[Change]:
    """Every slip that can be made at one node."""
    for operator in OPERATORS:
        for new in operator(node):
            placed = ast.fix_missing_locations(ast.copy_location(new, node))
            yield f"`{_short(node)}` became `{_short(placed)}`", placed


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else text[:87] + "..."


def _forgotten_transpose(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value


def _swapped_product(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield ast.BinOp(node.right, ast.MatMult(), node.left)


def _other_axis(node: ast.AST) -> Iterator[ast.AST]:
    """``axis=`` dropped, or the other one; ``keepdims=`` dropped."""
    if not isinstance(node, ast.Call):
        return
    for keyword in node.keywords:
        others = [one for one in node.keywords if one is not keyword]
        if keyword.arg in ("axis", "keepdims"):
            yield ast.Call(node.func, node.args, others)
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and keyword.value.value in (0, 1):
            yield ast.Call(node.func, node.args, [*others, ast.keyword("axis", ast.Constant(1 - keyword.value.value))])


def _dropped_term(node: ast.AST) -> Iterator[ast.AST]:
    """One side of a sum or a difference, of a product or a quotient, of a power."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)):
        yield node.left
        if isinstance(node.op, (ast.Add, ast.Mult)):
            yield node.right
        if isinstance(node.op, ast.Sub):
            yield ast.UnaryOp(ast.USub(), node.right)


SWAPPED: Mapping[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def _other_sign(node: ast.AST) -> Iterator[ast.AST]:
    """Plus for minus, times for divided by, a minus forgotten."""
    if isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        yield ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand


def _overwritten(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)


def _in_place(node: ast.AST) -> Iterator[ast.AST]:
    """``w = w - x`` written as ``w -= x``, which changes an array that somebody else may hold."""
    value = node.value if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if isinstance(node, ast.Assign) and isinstance(value, ast.BinOp):
        target = node.targets[0]
        if isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)) and ast.unparse(target) == ast.unparse(
            value.left
        ):
            yield ast.AugAssign(target, value.op, value.right)


COPIES = {"array", "copy", "list", "dict", "asarray", "zeros_like", "ones_like"}


def _alias(node: ast.AST) -> Iterator[ast.AST]:
    """A copy forgotten: the thing itself instead."""
    if isinstance(node, ast.Call) and _called(node) in COPIES:
        if node.args:
            yield node.args[0]
        elif isinstance(node.func, ast.Attribute):
            yield node.func.value


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _off_by_one(node: ast.AST) -> Iterator[ast.AST]:
    """A range, or the end of a slice, one longer or one shorter."""
    if isinstance(node, ast.Call) and _called(node) == "range":
        last = node.args[1] if len(node.args) > 1 else node.args[0]
        for operator in (ast.Sub(), ast.Add()):
            changed = ast.BinOp(last, operator, ast.Constant(1))
            args: list[ast.expr] = [node.args[0], changed, *node.args[2:]] if len(node.args) > 1 else [changed]
            yield ast.Call(node.func, args, [])
    if isinstance(node, ast.Slice) and node.upper is not None:
        yield ast.Slice(node.lower, ast.BinOp(node.upper, ast.Add(), ast.Constant(1)), node.step)


def _other_constant(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        for value in {node.value + 1, node.value * 2 if node.value else -1}:
            yield ast.Constant(value)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)


COMPARED: Mapping[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


def _other_comparison(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for operator in COMPARED.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [operator()], node.comparators)
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
        yield from (node.body, node.orelse)


def _dropped_call(node: ast.AST) -> Iterator[ast.AST]:
    """A function of one argument not called: ``np.sqrt(x)`` written as ``x``, ``S.sum(axis=1)`` as ``S``."""
    if not isinstance(node, ast.Call) or _called(node) in COPIES:
        return
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    elif not node.args and isinstance(node.func, ast.Attribute):
        yield node.func.value


RELATED = {
    "maximum": "minimum",
    "sum": "mean",
    "mean": "sum",
    "argmax": "argmin",
    "max": "min",
    "zeros": "ones",
    "ones": "zeros",
}


def _related_call(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute) and node.attr in RELATED:
        yield ast.Attribute(node.value, RELATED[node.attr], node.ctx)


def _swapped_arguments(node: ast.AST) -> Iterator[ast.AST]:
    """Two arguments of a call, or two entries of a returned list, the wrong way round."""
    if isinstance(node, ast.Call) and len(node.args) == 2:
        yield ast.Call(node.func, node.args[::-1], node.keywords)
    if isinstance(node, ast.List) and len(node.elts) >= 2 and isinstance(node.ctx, ast.Load):
        yield ast.List([node.elts[1], node.elts[0], *node.elts[2:]], node.ctx)


def _dropped_statement(node: ast.AST) -> Iterator[ast.AST]:
    """A statement forgotten, where something else is left of the function."""
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Break, ast.Raise)):
        yield ast.Pass()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


OPERATORS: tuple[Callable[[ast.AST], Iterator[ast.AST]], ...] = (
    _forgotten_transpose,
    _swapped_product,
    _other_axis,
    _dropped_term,
    _other_sign,
    _overwritten,
    _in_place,
    _alias,
    _off_by_one,
    _other_constant,
    _other_comparison,
    _dropped_call,
    _related_call,
    _swapped_arguments,
    _dropped_statement,
)


def mutants_claim(bench: Bench, questions: tuple[str, ...] = ()) -> Claim:
    """Every mutant is noticed, or is listed with the reason why it is equal to the reference; these are told as well."""
    reasons = excused(bench.folder)
    tried = [one for one in mutants(bench.folder, bench.assignment) if not questions or one.question in questions]
    alive = survivors(bench, tried)
    open_ones = [one for one in alive if one.name not in reasons]
    problems = [one.place for one in open_ones]
    names = {one.name for one in alive}
    stale = [
        f"{FILE}: this mutant is listed and does not survive: {name}"
        for name in reasons
        if name not in names and name in {one.name for one in tried}
    ]
    noticed, explained = len(tried) - len(alive), len(alive) - len(open_ones)
    figure = f"{counted(len(tried), 'mutant')}, {noticed} noticed, {explained} explained, {len(open_ones)} open"
    groups = _by_reason([one for one in alive if one.name in reasons], reasons)
    return Claim("Every mutant of the reference is noticed, or explained", (figure,), (*problems, *stale), groups)


def _by_reason(explained: Sequence[Mutant], reasons: Mapping[str, str]) -> tuple[Group, ...]:
    """Mutants that rightly survive, with the reasons."""
    places: dict[str, list[str]] = {}
    for one in explained:
        places.setdefault(" ".join(reasons[one.name].split()), []).append(one.place)
    return tuple(Group(why, tuple(lines)) for why, lines in places.items())


def excused(folder: StaffFolder) -> dict[str, str]:
    """Why a mutant is equal to the reference for all that students are promised, by the mutant's name."""
    found: list[Excuse] = reading.entries(folder.path / FILE, Excuse)
    return {f"{one.where}: {change}": one.why for one in found for change in one.changes}


def survivors(bench: Bench, tried: list[Mutant]) -> list[Mutant]:
    """The mutants that no check notices."""
    right = reference(bench.folder, bench.assignment)

    def work(sandbox: Sandbox, mutant: Mutant) -> bool:
        files = {**right.files, mutant.file: mutant.source.encode()}
        return _survives(bench, sandbox, replace(right, name=mutant.name, files=files), mutant)

    alive = map_tasks(tried, work, bench.jobs, bench.progress, lambda mutant: mutant.name)
    return [mutant for mutant, survived in zip(tried, alive, strict=True) if survived]


def _survives(bench: Bench, sandbox: Sandbox, submission: Submission, mutant: Mutant) -> bool:
    load = Payload(submission.files, bench.assignment.probes, bench.assignment.files)
    return not any(_notices(bench, sandbox, load, check) for check in _asked(bench, load, mutant))


def _asked(bench: Bench, load: Payload, mutant: Mutant) -> list[Check]:
    """The checks of the mutant's question, and those of others that reach its file; the slow ones last."""
    own = {check.id for q in bench.assignment.questions if q.id == mutant.question for check in q.checks}
    reaching = [
        check
        for check in bench.assignment.checks
        if check.kind != "leaderboard" and mutant.file in bench.keys.files_of(check, load.files)
    ]
    return sorted(reaching, key=lambda check: (check.kind in SLOW, check.id not in own, check.limits.seconds > 20))


def _notices(bench: Bench, sandbox: Sandbox, load: Payload, check: Check) -> bool:
    """Whether a check does not pass, with a shorter limit than a student has."""
    short = replace(check, limits=replace(check.limits, seconds=min(check.limits.seconds, SECONDS)))
    asked = check if check.kind in SLOW else short
    known = Known(bench.answers.of(check, DECK), (), bench.assignment.laws)
    examine = remembering(bench.ledger, bench.keys, DECK, always)
    verdict, _ = examine(sandbox, load, asked, known)
    return verdict.status != "passed"
