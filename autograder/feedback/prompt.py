"""What a student types at Python's prompt to make a check's call.

Staff write such lines in prompts/: for a probe a function of its name, which is given a case's inputs and returns text.

    def log_likelihood(w, F, y):
        return '''
        from softmax import log_likelihood
        ll = log_likelihood(w, F, y)
        '''
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from textwrap import dedent
from typing import Any

import numpy as np

from autograder.feedback.named import Named
from autograder.feedback.statements import Statement, names_in, parsed_statements
from autograder.records import Case, Error, Rng
from autograder.records.staff_time import in_time

IN_MESSAGE, SHORT, LONG, LONGEST = 24, 40, 100, 400
"""The most characters of a value in a call that a message names, in a call that is typed, and on a line of its own; and
of any line.
"""
FEW = 12
"""Entries of an array that is typed in; a larger one comes from the kit."""
WIDTH = 100


@dataclass(frozen=True)
class Prompt:
    """The statements that make a case's call."""

    case: Case
    statements: tuple[Statement, ...]

    def named(self, output: str) -> Named | None:
        """How to name an output; None where no statement is known to give it."""
        statement = self._giving(output)
        if statement is None or statement.value is None:
            return None
        part = statement.part(output) or ""
        if statement.phrase:
            return Named(statement.phrase, part, statement.phrase, is_value=statement.is_value)
        call = ast.unparse(self._filled(statement.value, IN_MESSAGE))
        short = call if len(call) <= WIDTH else _without_arguments(statement.value)
        return Named(short, part, _brief(statement.value))

    @cached_property
    def arguments(self) -> dict[str, Any]:
        """The case's inputs, without those that stand only inside a lambda."""
        parts = [part for statement in self.statements for part in ast.walk(statement.node)]
        inside = frozenset[str]().union(*(names_in(part, ast.Load) for part in parts if isinstance(part, ast.Lambda)))
        bodies = {id(name) for part in parts if isinstance(part, ast.Lambda) for name in ast.walk(part)}
        outside = {part.id for part in parts if isinstance(part, ast.Name) and id(part) not in bodies}
        return {name: value for name, value in self.case.inputs.items() if name not in inside - outside}

    def retold(self, error: Error) -> Error:
        """The error; if its sentence begins with the name of an output, the call that gave it stands there instead."""
        name, space, rest = error.message.partition(" ")
        named = self.named(name)
        if named is None:
            return error
        disclosed = error.disclosed
        if disclosed.startswith(name + space):
            disclosed = named.in_brief + space + disclosed.removeprefix(name + space)
        return replace(error, message=named.in_brief + space + rest, disclosed=disclosed)

    def beside(self, other: str, output: str) -> str:
        """How to name another output in a sentence about ``output``: by its part alone where one call gave both."""
        named, own = self.named(other), self.named(output)
        if named is None:
            return other
        if own and named.part and named.call == own.call:
            return named.part
        return named.in_brief[0].lower() + named.in_brief[1:] if named.in_brief.startswith("The ") else named.in_brief

    def lines(self, check_id: str, output: str = "") -> list[str]:
        """What to type: imports, inputs and calls, up to the one that gives ``output``; empty if a line is too long."""
        calls = self._needed(self._giving(output))
        if not calls:
            return []
        names = frozenset[str]().union(*(call.uses for call in calls))
        if isinstance(calls[-1].node, ast.Assign):  # as an expression, whose value Python's prompt shows
            calls[-1] = Statement(ast.Expr(calls[-1].node.value))
        texts = [ast.unparse(self._filled(call.node)) for call in calls]
        inputs = self._inputs(check_id, calls)
        numpy = ["import numpy as np"] if any("np." in text for text in (*inputs, *texts)) else []
        imports = [statement.imported(names) for statement in self.statements if statement.is_import]
        lines = list(dict.fromkeys([*numpy, *filter(None, imports), *inputs])) + texts
        return lines if max(map(len, lines)) <= LONGEST else []

    def _giving(self, output: str) -> Statement | None:
        """The statement that gives an output: of several patterns that fit, the longest is meant."""
        giving = [statement for statement in self.statements if output and statement.part(output) is not None]
        return max(giving, key=lambda statement: max(map(len, statement.patterns), default=0), default=None)

    def _needed(self, last: Statement | None) -> list[Statement]:
        """The calls up to ``last``, without those that only compute what it does not need; every call if it is None."""
        calls = [statement for statement in self.statements if not statement.is_import]
        if last is None:
            return calls
        needed, names = [last], set(last.uses)
        for call in reversed(calls[: calls.index(last)]):
            if not call.only_computes or call.binds & names:
                needed.insert(0, call)
                names |= call.uses
        return needed

    def _filled(self, node: ast.AST, longest: int = SHORT) -> ast.AST:
        """The code with short inputs in the places of their names."""
        bound = frozenset[str]().union(*(statement.binds for statement in self.statements))
        typed = {name: text for name, text in self._typed.items() if name not in bound and not text.startswith("np.")}
        copy = ast.parse(ast.unparse(node)).body[0]  # the statement, or a statement that is the expression
        short = {name: text for name, text in typed.items() if len(text) <= longest}
        filled: ast.AST = _FillNames(short).visit(copy)
        return filled

    @cached_property
    def _typed(self) -> dict[str, str]:
        """The inputs that can be typed, as they are typed."""
        typed = {name: code_of(value) for name, value in self.case.inputs.items()}
        return {name: text for name, text in typed.items() if 0 < len(text) <= LONG}

    def _inputs(self, check_id: str, calls: Sequence[Statement]) -> list[str]:
        """Lines that give a value to every input that the calls still name."""
        left = self._still_named(calls)
        names = [name for name in self.case.inputs if name in left]
        if all(name in self._typed for name in names):
            return _packed([f"{name} = {self._typed[name]}" for name in names])
        wanted = ", ".join(map(repr, (check_id, self.case.name, *names)))
        return ["import kit", f"{', '.join(names)} = kit.case({wanted})"]

    def _still_named(self, calls: Sequence[Statement]) -> set[str]:
        """The names that the calls read before any of them gives the name a value."""
        left, bound = set[str](), set[str]()
        for call in calls:
            left |= names_in(self._filled(call.node), ast.Load) - bound
            bound |= call.binds
        return left


def prompt_of(prompts: Mapping[str, Callable[..., str]], probe: str, case: Case) -> Prompt:
    """The prompt that staff wrote for a probe, for one case; without statements where they wrote none."""
    try:
        return Prompt(case, parsed_statements(_text(prompts, probe, case)))
    except Exception:  # what explains a verdict must not take it away, whatever staff's lines raise
        return Prompt(case, ())


def problem(prompts: Mapping[str, Callable[..., str]], probe: str, case: Case) -> str:
    """Why a probe's prompt cannot be used for a case, in a sentence for staff; empty where it can."""
    try:
        parsed_statements(_text(prompts, probe, case))
    except Exception as error:  # staff's function may raise anything; all of it is staff's to fix
        return f"prompts/: {probe} fails on the case {case.name!r} ({type(error).__name__}: {error})."
    return ""


def _text(prompts: Mapping[str, Callable[..., str]], probe: str, case: Case) -> str:
    if probe not in prompts:
        return ""
    with in_time(probe):
        given = prompts[probe](**case.inputs)
    if not isinstance(given, str):
        raise TypeError(f"the function must return text, and returned {type(given).__name__}")
    return dedent(given).strip()


def code_of(value: Any) -> str:
    """A value as Python code that gives an equal one; empty for a value that is not to be typed."""
    if isinstance(value, np.ndarray):
        plain = value.dtype in (np.float64, np.int64, np.bool_) and 0 < value.size <= FEW
        return f"np.array({value.tolist()})" if plain and np.isfinite(value).all() else ""
    if isinstance(value, Rng):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, dict):
        return _joined("{}", [(f"{key!r}: ", code_of(entry)) for key, entry in value.items()])
    if isinstance(value, list):
        return _joined("[]", [("", code_of(entry)) for entry in value])
    if isinstance(value, tuple):
        return f"({', '.join(map(code_of, value))},)" if all(map(code_of, value)) else ""
    plain = value.item() if isinstance(value, np.generic) else value
    return repr(plain) if not isinstance(plain, float) or np.isfinite(plain) else ""


def _joined(brackets: str, entries: Sequence[tuple[str, str]]) -> str:
    known = all(text for _, text in entries)
    return brackets[0] + ", ".join(head + text for head, text in entries) + brackets[1] if known else ""


def _packed(parts: Sequence[str]) -> list[str]:
    """Short statements side by side, as many as fit on a line."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) + 2 <= WIDTH:
            lines[-1] += f"; {part}"
        else:
            lines.append(part)
    return lines


class _FillNames(ast.NodeTransformer):
    """Puts code in the places of names."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        known = isinstance(node.ctx, ast.Load) and node.id in self._values
        return ast.parse(self._values[node.id], mode="eval").body if known else node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        """A lambda's own arguments hide inputs of the same names."""
        own = {argument.arg for argument in node.args.args}
        node.body = _FillNames({name: text for name, text in self._values.items() if name not in own}).visit(node.body)
        return node


def _without_arguments(value: ast.expr) -> str:
    return f"{ast.unparse(value.func)}(...)" if isinstance(value, ast.Call) else "the call"


def _brief(value: ast.expr) -> str:
    """The call as staff wrote it where it holds nothing but names; else without its arguments."""
    if (
        isinstance(value, ast.Call)
        and not value.keywords
        and all(isinstance(argument, ast.Name) for argument in value.args)
    ):
        return ast.unparse(value)
    return _without_arguments(value)
