"""The checks' calls made by hand, at Python's own prompt: what the kit's ``case`` and ``call`` do.

Here a student's code runs as it does in any program of theirs: it prints, stops at ``breakpoint()``, and nothing judges
it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.answers.store import Answers, load_answers
from autograder.errors import UsageError
from autograder.grading import one_case
from autograder.records import Assignment, Case, Check
from autograder.sandbox.frames import encode
from autograder.sandbox.inside.frames import decode
from autograder.sandbox.inside.probes import load_probes
from autograder.sandbox.payload import Payload
from autograder.spec import loader
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.staff_folder import StaffFolder
from autograder.text.suggest import nearest


class NoSuchInputError(UsageError):
    """The kit has no such check, case or input; the message says which it has."""


@dataclass(frozen=True)
class LoadedProbes:
    """The probes as functions of this process, and what they note down while student code runs."""

    probes: Mapping[str, Callable[..., Any]]
    noted: dict[str, list[Any]]


class ModulesAtHome:
    """What a probe gets as ``student`` at home: the student's own modules, as the import statement finds them."""

    def __getattr__(self, name: str) -> ModuleType:
        return importlib.import_module(name)


def case(kit: Path, check_id: str, case_name: str, *names: str) -> Any:
    """The inputs of a case as a dictionary; or the named ones alone, in that order."""
    assignment, answers = _loaded(kit)
    inputs = _inputs(_case(answers, _check(assignment, check_id), case_name))
    for name in names:
        if name not in inputs:
            raise NoSuchInputError(f"The case {case_name!r} has no input {name!r}; it has {', '.join(inputs)}.")
    if not names:
        return inputs
    return inputs[names[0]] if len(names) == 1 else tuple(inputs[name] for name in names)


def call(kit: Path, check_id: str, case_name: str) -> dict[str, Any]:
    """Call a student's code as the check does, and give what the check would look at."""
    assignment, answers = _loaded(kit)
    check = _check(assignment, check_id)
    inputs = _inputs(_case(answers, check, case_name))
    bench = probes_of(kit)
    bench.noted.clear()
    returned = bench.probes[check.probe](ModulesAtHome(), **inputs)
    notes = {name: np.array([row for rows in many for row in rows]) for name, many in bench.noted.items()}
    return {**(returned if isinstance(returned, dict) else {"value": returned}), **notes}


@lru_cache(maxsize=1)
def probes_of(kit: Path) -> LoadedProbes:
    """Load the kit's probes, so that ``from probes.graph import ...`` finds their gates, too."""
    noted: dict[str, list[Any]] = {}

    def note(**rows: Any) -> None:
        for name, values in rows.items():
            noted.setdefault(name, []).append(np.array(values))

    assignment, _ = _loaded(kit)
    codes = {name: code.data for name, code in Payload({}, assignment.probes, ()).codes().items()}
    return LoadedProbes(load_probes(codes, {"note": note, "object_to": print}), noted)


def _check(assignment: Assignment, check_id: str) -> Check:
    checks = {check.id: check for check in assignment.checks}
    if check_id not in checks:
        raise NoSuchInputError(f"The kit has no check {check_id!r}.{nearest(check_id, checks)}")
    return checks[check_id]


@lru_cache(maxsize=1)
def _loaded(kit: Path) -> tuple[Assignment, Answers]:
    """The kit, which does not change while somebody types."""
    assignment = loader.load(kit)
    return assignment, load_answers(StaffFolder(kit).answers, assignment)


def _case(answers: Answers, check: Check, name: str) -> Case:
    return one_case.only(answers, check, PUBLIC_DECK, name).cases(check, PUBLIC_DECK)[0]


def _inputs(found: Case) -> dict[str, Any]:
    """The inputs as a worker gets them: fresh copies, and generators for seeds."""
    arrays: list[np.ndarray] = []
    packed = {name: encode(value, arrays) for name, value in found.inputs.items()}
    return {name: decode(value, arrays) for name, value in packed.items()}
