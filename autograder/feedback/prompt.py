"""What a student types at Python's prompt to make a check's call, and how messages name what came of it.

Staff write such lines in prompts/, for a probe a function of its name, which is given a case's inputs and returns text:

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

from autograder.feedback.factors import RESULT
from autograder.feedback.statements import Statement, names_in, parsed_statements
from autograder.records import Case, Error, Rng
from autograder.records.staff_time import in_time

SAID, SHORT, LONG, LONGEST = 24, 40, 100, 400
"""Characters of a value in a call that a message names, in one that is typed, and on its own line; of any line."""
FEW = 12
"""Entries of an array that is typed in; a larger one comes from the kit."""
WIDTH = 100


@dataclass(frozen=True)
class Named:
    """How a message names an output: the call that gave it, and its part of what came back, if it is not all of it.

    ``brief`` is the call with no input written out. ``still``: the right result is the one that an earlier call gave.
    ``is_value``: it is the name of a value, which is something where a call returns something.
    """

    call: str
    part: str
    brief: str
    still: bool = False
    is_value: bool = False

    def gave(self, index: tuple[int, ...] = ()) -> str:
        """The start of a sentence that ends in a number or an array."""
        place = f"[{', '.join(map(str, index))}]" if index else ""
        if self.part:
            return f"{self.call} gave {self.part}{place} ="
        if self.is_value:
            return f"{self.call}, at {place}, is" if index else f"{self.call} is"
        return f"{self.call} returned an array whose entry {place} is" if index else f"{self.call} returned"

    @property
    def in_brief(self) -> str:
        """The output as a noun."""
        if self.is_value:
            return self.brief
        return f"{self.part} of {self.brief}" if self.part else f"The result of {self.brief}"


def noun_of(named: Named | None, output: str) -> str:
    """What an explanation calls an output: the part that it is of what came back, or all of that."""
    return (named.part or RESULT) if named else output


def brief_of(named: Named | None, output: str) -> str:
    """An output as a noun, with no input written out; by its own name where no prompt says what gave it."""
    return named.in_brief if named else output


@dataclass(frozen=True)
class Prompt:
    """The statements that make a case's call."""

    case: Case
    statements: tuple[Statement, ...]

    def named(self, output: str) -> Named | None:
        """How to name an output; None where no statement is known to give it."""
        found = self._giving(output)
        if found is None or found.value is None:
            return None
        part = found.part(output) or ""
        if found.phrase:
            return Named(found.phrase, part, found.phrase, is_value=found.a_value)
        call = ast.unparse(self._filled(found.value, SAID))
        return Named(call if len(call) <= WIDTH else _without_arguments(found.value), part, _brief(found.value))

    @cached_property
    def arguments(self) -> dict[str, Any]:
        """The case's inputs, without those that stand only inside a function that the call is given."""
        parts = [part for one in self.statements for part in ast.walk(one.node)]
        inside = frozenset[str]().union(*(names_in(part, ast.Load) for part in parts if isinstance(part, ast.Lambda)))
        bodies = {id(name) for part in parts if isinstance(part, ast.Lambda) for name in ast.walk(part)}
        outside = {part.id for part in parts if isinstance(part, ast.Name) and id(part) not in bodies}
        return {name: value for name, value in self.case.inputs.items() if name not in inside - outside}

    def retold(self, error: Error) -> Error:
        """An error whose sentence begins with the name of an output, in the words of the call that gave it."""
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
        found, own = self.named(other), self.named(output)
        if found is None:
            return other
        if own and found.part and found.call == own.call:
            return found.part
        return found.in_brief[0].lower() + found.in_brief[1:] if found.in_brief.startswith("The ") else found.in_brief

    def lines(self, check_id: str, output: str = "") -> list[str]:
        """What to type: imports, inputs and calls, up to the one that gives ``output``. Empty for what is too long."""
        calls = self._needed(self._giving(output))
        if not calls:
            return []
        names = frozenset[str]().union(*(one.uses for one in calls))
        if isinstance(calls[-1].node, ast.Assign):  # as an expression, whose value Python's prompt shows
            calls[-1] = Statement(ast.Expr(calls[-1].node.value))
        texts = [ast.unparse(self._filled(one.node)) for one in calls]
        inputs = self._inputs(check_id, calls)
        numpy = ["import numpy as np"] if any("np." in text for text in (*inputs, *texts)) else []
        brought = [one.imported(names) for one in self.statements if one.is_import]
        lines = list(dict.fromkeys([*numpy, *filter(None, brought), *inputs])) + texts
        return lines if max(map(len, lines)) <= LONGEST else []

    def _giving(self, output: str) -> Statement | None:
        """The statement that gives an output: of several patterns that fit, the longest is meant."""
        found = [one for one in self.statements if output and one.part(output) is not None]
        return max(found, key=lambda one: max(map(len, one.patterns), default=0)) if found else None

    def _needed(self, last: Statement | None) -> list[Statement]:
        """The statements up to the last one without results that it does not depend on; all when none is the last."""
        calls = [one for one in self.statements if not one.is_import]
        if last is None:
            return calls
        needed, names = [last], set(last.uses)
        for one in reversed(calls[: calls.index(last)]):
            if not one.only_computes or one.binds & names:
                needed.insert(0, one)
                names |= one.uses
        return needed

    def _filled(self, node: ast.AST, longest: int = SHORT) -> ast.AST:
        """The code with short inputs in the places of their names."""
        bound = frozenset[str]().union(*(one.binds for one in self.statements))
        typed = {name: text for name, text in self._typed.items() if name not in bound and not text.startswith("np.")}
        copy = ast.parse(ast.unparse(node)).body[0]  # the statement, or a statement that is the expression
        short = {name: text for name, text in typed.items() if len(text) <= longest}
        filled: ast.AST = _Filled(short).visit(copy)
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
        """The names that the calls read before one of them has given these a value."""
        left, bound = set[str](), set[str]()
        for one in calls:
            left |= names_in(self._filled(one.node), ast.Load) - bound
            bound |= one.binds
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
        return dedent(prompts[probe](**case.inputs)).strip()


def code_of(value: Any) -> str:
    """A value as Python code that gives an equal one; empty for one that is better not typed."""
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


class _Filled(ast.NodeTransformer):
    """Puts code in the places of names."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        inside = isinstance(node.ctx, ast.Load) and node.id in self._values
        return ast.parse(self._values[node.id], mode="eval").body if inside else node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        """A lambda's own arguments hide inputs of the same names."""
        own = {argument.arg for argument in node.args.args}
        node.body = _Filled({name: text for name, text in self._values.items() if name not in own}).visit(node.body)
        return node


def _without_arguments(value: ast.expr) -> str:
    return f"{ast.unparse(value.func)}(...)" if isinstance(value, ast.Call) else "the call"


def _brief(value: ast.expr) -> str:
    """The call as staff wrote it where it holds nothing but names; else without its arguments."""
    if isinstance(value, ast.Call) and not value.keywords and all(isinstance(one, ast.Name) for one in value.args):
        return ast.unparse(value)
    return _without_arguments(value)
