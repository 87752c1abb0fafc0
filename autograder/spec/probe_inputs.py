"""Whether the probes of a check take the inputs of its cases; if not, staff must fix it, never the student."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.checks import kind_of
from autograder.records import Case, Check
from autograder.spec.reading import KeyProblem
from autograder.text.python_source import parse_quietly
from autograder.text.suggest import nearest


@dataclass(frozen=True)
class Parameters:
    """The parameters of a probe: the ``first``, which gets the student's modules, and the ``names`` of the others.

    ``needed`` are those without a default; with ``takes_any`` the probe takes inputs of any name.
    """

    first: str
    names: frozenset[str]
    needed: frozenset[str]
    takes_any: bool


def parameters(sources: Iterable[str]) -> dict[str, Parameters]:
    """The parameters of every function in these modules of probes; modules that cannot be parsed are left out."""
    found: dict[str, Parameters] = {}
    for source in sources:
        try:
            body = parse_quietly(source).body
        except SyntaxError:
            continue
        found.update((node.name, _parameters(node.args)) for node in body if isinstance(node, ast.FunctionDef))
    return found


def _parameters(arguments: ast.arguments) -> Parameters:
    first, *usual = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)] or [""]
    defaults = len(arguments.defaults)
    needed = usual[: len(usual) - defaults] if defaults else usual
    keyword = [argument.arg for argument in arguments.kwonlyargs]
    needed += [name for name, default in zip(keyword, arguments.kw_defaults, strict=True) if default is None]
    return Parameters(first, frozenset((*usual, *keyword)), frozenset(needed), arguments.kwarg is not None)


def problems(check: Check, cases: Sequence[Case], known: Mapping[str, Parameters]) -> Iterator[KeyProblem]:
    """Inputs that a probe of the check does not take, and arguments that no input fills, each reported once."""
    for probe in dict.fromkeys(kind_of(check).probes(check)):
        if probe not in known:
            continue
        takes, told = known[probe], set[str]()
        fields = [name for name, what in kind_of(check).names.items() if what == "probe"]
        at = next((name for name in fields if getattr(check.options, name, "") == probe), "probe")
        if takes.first in cases[0].inputs:
            said = f"the probe {probe} must take the student's modules first: write def {probe}(student, {takes.first}"
            yield (at,), f"{said}{', …' if takes.names else ''})."
            continue
        listed = ", ".join(sorted(takes.names)) or "nothing"
        for case in cases:
            odd = [] if takes.takes_any else [name for name in case.inputs if name not in takes.names]
            for name in (*odd, *sorted(takes.needed - case.inputs.keys())):
                if name not in told:
                    told.add(name)
                    does = f"hands it {name!r}.{nearest(name, takes.names)}" if name in odd else f"has no {name!r}."
                    said = f"the probe {probe} takes {listed}, and the case {case.name!r} of {check.id} {does}"
                    yield (at,), said
