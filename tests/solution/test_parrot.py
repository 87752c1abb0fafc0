"""Whoever learns the kit by heart earns nothing for it: on the platform public checks have the submission's own deck.

The best parrot there can be: it answers like the reference, but only where it knows the inputs from the kit,
or inputs so near to them that only a finite difference asks for such.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from autograder.answers import npz
from autograder.answers.store import Answers, load_answers
from autograder.freeze.reference import reference
from autograder.grading.grader import Grader
from autograder.records import Assignment, Check, Rng, Submission
from autograder.records.cases import Value
from autograder.release.kit import kit
from autograder.spec import loader, staff_folder
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.staff_folder import StaffFolder
from tests.support.limits import with_patience
from tests.support.places import SOLUTION
from tests.support.real import patient, real, real_answers

pytestmark = pytest.mark.slow

DECK = 2
THE_LECTURES_NUMBERS = 16
"""Of 66 points for public checks, those for cases without anything random, which everybody may know by heart."""
MEMORY = '''

import inspect as _inspect
import json as _json
import sys as _sys

import numpy as _np


def _marks(value):
    """A few numbers that stand for a value; arrays and generators that differ have others."""
    if isinstance(value, _np.random.Generator):
        return ["rng", str(value.bit_generator.seed_seq.entropy)]
    if isinstance(value, (list, tuple)):
        return ["list", *map(_marks, value)]
    if isinstance(value, dict):
        return ["dict", *([name, _marks(item)] for name, item in value.items())]
    if not isinstance(value, (_np.ndarray, float)):
        return ["plain", repr(value)]
    flat = _np.ravel(_np.asarray(value, dtype=float))
    waves = [_np.sin((k + 1.3) * _np.arange(1, flat.size + 1)) for k in range(6)]
    return ["array", str(_np.shape(value)), *(float(wave @ flat) for wave in waves)]


def _near(one, other):
    """0 where two marks are the same, 1 where they are those of arrays close together, 2 where they differ."""
    if one[0] == other[0] == "list" and len(one) == len(other):  # where an array lies moves the last bit of a product
        return max(map(_near, one[1:], other[1:]), default=0)
    if one[:2] == other[:2] and one[0] == "array":
        distance = max(abs(a - b) for a, b in zip(one[2:], other[2:]))
        return 0 if distance < 1e-9 * (1 + max(map(abs, one[2:]))) else 1 if distance < 0.3 else 2
    return 0 if one == other else 2


def _asked():
    """The inputs of the probe that is running."""
    frame = _sys._getframe()
    while frame.f_code.co_name != "call_probe":
        frame = frame.f_back
    return {name: _marks(value) for name, value in frame.f_locals["inputs"].items()}


def _is_known(asked):
    return any(
        asked.keys() == known.keys() and sum(_near(asked[name], known[name]) for name in asked) <= 1 for known in KNOWN
    )


class _State:
    inputs, known = None, False


def _remembers(function):
    def parrot(*arguments, **named):
        frame = _sys._getframe()
        while frame.f_code.co_name != "call_probe":
            frame = frame.f_back
        if _State.inputs is not frame.f_locals["inputs"]:
            _State.inputs = frame.f_locals["inputs"]
            _State.known = _is_known(_asked())
        if not _State.known:
            raise LookupError("never heard of it")
        return function(*arguments, **named)

    return parrot


for _name, _value in list(globals().items()):
    if not _name.startswith("_") and getattr(_value, "__module__", "") == __name__:
        if _inspect.isfunction(_value):
            globals()[_name] = _remembers(_value)
        elif _inspect.isclass(_value):
            _value.__init__ = _remembers(_value.__init__)
'''


def marks_of() -> Any:
    """The parrot's own function, so that what it is taught and what it hears are looked at alike."""
    names: dict[str, Any] = {"__name__": "parrot", "KNOWN": []}
    exec(MEMORY, names)
    return names["_marks"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assignment, Answers]:
    """What students have at home."""
    home = tmp_path_factory.mktemp("home") / "kit"
    for name, content in kit(StaffFolder(SOLUTION), real(), real_answers()).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assignment = loader.load(home)
    return with_patience(assignment), load_answers(home / staff_folder.ANSWERS_NAME, assignment)


@pytest.fixture(scope="module")
def parrot(home: tuple[Assignment, Answers]) -> Submission:
    """The reference's files, of use only where the inputs are the kit's."""
    marks = marks_of()
    known = [
        {name: marks(heard(value)) for name, value in row.case.inputs.items()}
        for rows in home[1].rows.values()
        for row in rows
    ]
    memory = f"{MEMORY}\nKNOWN = _json.loads({json.dumps(known)!r})\n".encode()
    right = reference(StaffFolder(SOLUTION), real()).files
    return Submission("parrot", {name: content + memory for name, content in right.items()})


def heard(value: Value) -> Any:
    """A case's value as a probe gets it."""
    return np.random.default_rng(value.seed) if isinstance(value, Rng) else value


def test_a_parrot_of_the_kit_passes_at_home_and_earns_nothing_for_random_cases(
    parrot: Submission, home: tuple[Assignment, Answers], sandbox: Any
) -> None:
    public = [check for check in patient().checks if check.public and check.points]
    names = [check.id for check in public]
    at_home = Grader(*home, sandbox).grade(parrot, names, PUBLIC_DECK)
    assert {line.check.id: line.verdict.message for line in at_home.lines if line.verdict.status != "passed"} == {}
    there = Grader(patient(), real_answers(), sandbox).grade(parrot, names, DECK)
    earned = {line.check.id for line in there.lines if line.points}
    assert earned <= {check.id for check in public if is_the_same_everywhere(check)}
    assert sum(line.points for line in there.lines) <= THE_LECTURES_NUMBERS


def is_the_same_everywhere(check: Check) -> bool:
    """Whether some case of the check is in the kit as it is on the platform, like the lecture's."""
    kept, own = ({npz.digest(dict(case.inputs)) for case in real_answers().cases(check, deck)} for deck in (0, DECK))
    return bool(kept & own)
