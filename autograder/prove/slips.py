"""The small slips that students make, each as an operator on one node of a syntax tree.

A slip is a forgotten ``.T``, a dropped ``axis=``, a ``+=`` that became ``=``. An operator yields every node that could
stand in the place of the one given, and nothing where its slip cannot be made; `OPERATORS` lists them all.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping


def forgotten_transpose(node: ast.AST) -> Iterator[ast.AST]:
    """``W.T`` written as ``W``."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value


def other_axis(node: ast.AST) -> Iterator[ast.AST]:
    """``axis=`` dropped or replaced by the other axis; ``keepdims=`` dropped."""
    if not isinstance(node, ast.Call):
        return
    for keyword in node.keywords:
        others = [other for other in node.keywords if other is not keyword]
        if keyword.arg in ("axis", "keepdims"):
            yield ast.Call(node.func, node.args, others)
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and keyword.value.value in (0, 1):
            yield ast.Call(node.func, node.args, [*others, ast.keyword("axis", ast.Constant(1 - keyword.value.value))])


def dropped_term(node: ast.AST) -> Iterator[ast.AST]:
    """Only one side of a sum, difference, product, quotient or power."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)):
        yield node.left
        if isinstance(node.op, (ast.Add, ast.Mult)):
            yield node.right
        if isinstance(node.op, ast.Sub):
            yield ast.UnaryOp(ast.USub(), node.right)


SWAPPED: Mapping[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def other_sign(node: ast.AST) -> Iterator[ast.AST]:
    """Plus instead of minus, times instead of divided by, or a forgotten minus."""
    if isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        yield ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand


def other_assignment(node: ast.AST) -> Iterator[ast.AST]:
    """``w += x`` written as ``w = x``; ``w = w - x`` as ``w -= x``, which changes an array that other code may hold."""
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)
    value = node.value if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if isinstance(node, ast.Assign) and isinstance(value, ast.BinOp):
        target = node.targets[0]
        if isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)) and ast.unparse(target) == ast.unparse(
            value.left
        ):
            yield ast.AugAssign(target, value.op, value.right)


COPIES = {"array", "copy", "list", "dict", "zeros_like", "ones_like"}


SYMMETRIC = {
    "maximum", "minimum", "fmax", "fmin", "max", "min", "add", "multiply", "hypot", "logaddexp", "equal", "not_equal",
    "array_equal", "allclose", "isclose", "logical_and", "logical_or", "logical_xor", "gcd", "lcm", "union1d",
}  # fmt: skip
"""Calls whose two arguments may change places."""
SAME_NUMBER = {"float", "asarray"}
"""Calls that give the number they are given: who leaves them out has lost nothing that students are promised."""
DRAWS = {"random", "normal", "standard_normal", "uniform", "random_sample", "exponential"}
"""Calls whose numbers never equal another number."""


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def off_by_one(node: ast.AST) -> Iterator[ast.AST]:
    """A range one longer or shorter, or a slice one longer."""
    if isinstance(node, ast.Call) and _called(node) == "range":
        last = node.args[1] if len(node.args) > 1 else node.args[0]
        for operator in (ast.Sub(), ast.Add()):
            changed = ast.BinOp(last, operator, ast.Constant(1))
            args: list[ast.expr] = [node.args[0], changed, *node.args[2:]] if len(node.args) > 1 else [changed]
            yield ast.Call(node.func, args, [])
    if isinstance(node, ast.Slice) and node.upper is not None:
        yield ast.Slice(node.lower, ast.BinOp(node.upper, ast.Add(), ast.Constant(1)), node.step)


def other_constant(node: ast.AST) -> Iterator[ast.AST]:
    """A number one larger or twice as large, or the other truth value."""
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

BOUNDARIES = ({ast.Lt, ast.LtE}, {ast.Gt, ast.GtE})
"""Comparisons that differ only where both sides are equal."""


def other_comparison(node: ast.AST) -> Iterator[ast.AST]:
    """``<`` written as ``<=``, where both sides can be equal, or as ``>``; a conditional expression swapped, or one
    of its branches alone.
    """
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        never_equal = any(
            isinstance(operand, ast.Call) and _called(operand) in DRAWS for operand in (node.left, *node.comparators)
        )
        for operator in COMPARED.get(type(node.ops[0]), ()):
            if never_equal and {operator, type(node.ops[0])} in BOUNDARIES:
                continue
            yield ast.Compare(node.left, [operator()], node.comparators)
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
        yield from (node.body, node.orelse)


def dropped_call(node: ast.AST) -> Iterator[ast.AST]:
    """A call forgotten: ``np.sqrt(x)`` written as ``x``, ``S.sum(axis=1)`` as ``S``, a copy as the object itself.

    `float` and others that give the number they are given are not left out.
    """
    if not isinstance(node, ast.Call) or (_called(node) in SAME_NUMBER and not node.keywords):
        return
    copies = _called(node) in COPIES and bool(node.args)
    if copies or (len(node.args) == 1 and not isinstance(node.args[0], ast.Starred)):
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


def related_call(node: ast.AST) -> Iterator[ast.AST]:
    """A function with a similar name or purpose, such as ``np.mean`` for ``np.sum``."""
    if isinstance(node, ast.Attribute) and node.attr in RELATED:
        yield ast.Attribute(node.value, RELATED[node.attr], node.ctx)


def swapped(node: ast.AST) -> Iterator[ast.AST]:
    """The factors of ``@``, two arguments of a call, or the first two entries of a list in the wrong order.

    Calls such as `maximum`, whose arguments may change places, are left as they are.
    """
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield ast.BinOp(node.right, ast.MatMult(), node.left)
    if isinstance(node, ast.Call) and len(node.args) == 2 and _called(node) not in SYMMETRIC:
        yield ast.Call(node.func, node.args[::-1], node.keywords)
    if isinstance(node, ast.List) and len(node.elts) >= 2 and isinstance(node.ctx, ast.Load):
        yield ast.List([node.elts[1], node.elts[0], *node.elts[2:]], node.ctx)


def dropped_statement(node: ast.AST) -> Iterator[ast.AST]:
    """A statement forgotten; ``pass`` stands in its place."""
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Break, ast.Raise)):
        yield ast.Pass()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


OPERATORS: tuple[Callable[[ast.AST], Iterator[ast.AST]], ...] = (
    forgotten_transpose,
    other_axis,
    dropped_term,
    other_sign,
    other_assignment,
    off_by_one,
    other_constant,
    other_comparison,
    dropped_call,
    related_call,
    swapped,
    dropped_statement,
)


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every slip that can be made at one node: the change in words, and the node that replaces it."""
    for operator in OPERATORS:
        for new in operator(node):
            placed = ast.fix_missing_locations(ast.copy_location(new, node))
            yield f"`{_short(node)}` became `{_short(placed)}`", placed


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else text[:87] + "..."
