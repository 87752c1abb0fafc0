"""Copies at five levels of disguise, made by a seeded transformer of syntax trees.

1 reformatted, without comments; 2 names changed, docstrings gone, functions in another order; 3 half of the
expressions written otherwise; 4 temporaries and statements that do nothing; 5 a third of the functions, disguised as on
the second level, in somebody else's file.
"""

from __future__ import annotations

import ast
import builtins
import random
from collections.abc import Iterator

LEVELS = (1, 2, 3, 4)
SHARE_TAKEN = 3
WORTH_TAKING = 30
"""Nodes of the syntax tree below which a function is one line that everybody writes alike."""
KEPT = frozenset({*dir(builtins), "self", "np", "numpy", "math"})
NAMED_BY_THE_ASSIGNMENT = frozenset({"params", "slope", "eps", "momentum", "running_mean", "running_var"})
Function = ast.FunctionDef
MIRRORED = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE}


def disguised(text: str, level: int, seed: int) -> str:
    """A copy of the file at one of the levels 1 to 4."""
    tree, rng = ast.parse(text), random.Random(seed)
    if level >= 2:
        _drop_docstrings(tree)
        _shuffle(tree, rng)
        for function in _functions(tree):
            _rename(function, rng)
        _rename_own_attributes(tree, rng)
    if level >= 3:
        tree = _Rewrite(rng).visit(tree)
    if level >= 4:
        for function in _functions(tree):
            _pad(function, rng)
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def partly_copied(source: str, host: str, seed: int) -> str:
    """The host's file with a third of the functions taken, disguised, from the source."""
    rng, taken, own = random.Random(seed), ast.parse(disguised(source, 2, seed)), ast.parse(host)
    theirs, mine = dict(_named(taken)), dict(_named(own))
    common = sorted(theirs.keys() & mine.keys())
    worth_it = [name for name in common if _size(theirs[name]) >= WORTH_TAKING]
    for name in rng.sample(worth_it, min(len(worth_it), max(1, len(common) // SHARE_TAKEN))) if worth_it else ():
        mine[name].args, mine[name].body = theirs[name].args, theirs[name].body
    return ast.unparse(ast.fix_missing_locations(own)) + "\n"


def _size(node: ast.AST) -> int:
    return sum(1 for _ in ast.walk(node))


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _named(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, Function))


def _drop_docstrings(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, Function)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]


def _shuffle(tree: ast.Module, rng: random.Random) -> None:
    """Put functions into another order, and classes where nothing but functions and imports lies between them."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef)):
            places = [i for i, one in enumerate(node.body) if isinstance(one, (Function, ast.ClassDef))]
            moved = [node.body[i] for i in places]
            rng.shuffle(moved)
            for place, one in zip(places, moved, strict=True):
                node.body[place] = one


def _rename(function: Function, rng: random.Random) -> None:
    """New names for the function's parameters without a default, and for what it assigns."""
    positional = function.args.args[: len(function.args.args) - len(function.args.defaults)]
    bound = {one.arg for one in positional}
    bound |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names = {name: f"{name.lower()}_{rng.randrange(100)}" for name in sorted(bound - KEPT)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)


def _rename_own_attributes(tree: ast.Module, rng: random.Random) -> None:
    """New names for what methods keep in ``self``, except for ``params``, which the assignment names."""
    own = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    ]
    kept = {node.attr for node in own if isinstance(node.ctx, ast.Store)} - NAMED_BY_THE_ASSIGNMENT
    names = {name: f"{name}_{rng.randrange(100)}" for name in sorted(kept)}
    for node in own:
        node.attr = names.get(node.attr, node.attr)


class _Rewrite(ast.NodeTransformer):
    """Writes half of the expressions in another way."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def _half(self) -> bool:
        return self._rng.random() < 0.5

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.MatMult) and self._half():
            return _numpy("dot", node.left, node.right)
        square = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2
        if square and self._half():
            return _numpy("square", node.left)
        if isinstance(node.op, (ast.Add, ast.Mult)) and self._half():
            return ast.BinOp(node.right, node.op, node.left)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute) or not self._half():
            return node
        base, name = node.func.value, node.func.attr
        if name in ("sum", "mean", "var", "argmax", "max") and not (isinstance(base, ast.Name) and base.id == "np"):
            return _numpy(name, base, *node.args, keywords=node.keywords)
        if name in ("sum", "mean", "argmax", "dot") and len(node.args) >= 1:
            return ast.Call(ast.Attribute(node.args[0], name, ast.Load()), node.args[1:], node.keywords)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name) or not self._half():
            return node
        value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        return ast.Assign([node.target], value)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        mirrored = MIRRORED.get(type(node.ops[0])) if len(node.ops) == 1 else None
        if mirrored is None or not self._half():
            return node
        return ast.Compare(node.comparators[0], [mirrored()], [node.left])


def _numpy(name: str, *arguments: ast.expr, keywords: list[ast.keyword] | None = None) -> ast.Call:
    function = ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())
    return ast.Call(function, list(arguments), keywords or [])


def _pad(function: Function, rng: random.Random) -> None:
    """Put what is returned into a temporary first, and statements that do nothing in between."""
    body: list[ast.stmt] = []
    for number, statement in enumerate(function.body):
        if rng.random() < 0.25:
            body.append(ast.parse(f"spare_{number} = {rng.randrange(10)}").body[0])
        if isinstance(statement, ast.Return) and statement.value is not None and rng.random() < 0.5:
            body.append(ast.Assign([ast.Name("answer", ast.Store())], statement.value))
            statement = ast.Return(ast.Name("answer", ast.Load()))
        body.append(statement)
    function.body = body
