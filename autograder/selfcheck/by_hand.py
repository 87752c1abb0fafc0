"""The checks' calls made by hand, at Python's own prompt: what the kit's ``case`` and ``call`` do.

Here a student's code runs as it does in any program of theirs: it prints, stops at ``breakpoint()``, and nothing judges
it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.answers.store import Answers, load_answers
from autograder.errors import UsageError
from autograder.grading import one_case
from autograder.records import Assignment, Case, Check
from autograder.records.laws import Functions
from autograder.sandbox.frames import encode
from autograder.sandbox.inside.frames import decode
from autograder.spec import loader
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.staff_folder import StaffFolder
from autograder.text.suggest import nearest


class NoSuchInputError(UsageError):
    """The kit has no such check, case or input; the message says which it has."""


class Probes(Functions[Callable[..., Any]]):
    """The probes as functions of this process."""

    package = "probes"


class Files:
    """What a probe is given: the student's own modules, as the import statement finds them."""

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
    returned: dict[str, Any] = Probes(tuple(assignment.probes.items()))[check.probe](Files(), **inputs)
    return returned


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
