"""What judging costs the grader when as much comes back as an answer may hold: a few times those bytes, never more.

Each check of the assignment is given outputs of its own names that are huge, in three shapes: flat, with the right
columns, with the right rows. What is asked for is counted, not timed.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from autograder.checks import KINDS
from autograder.checks.kind import every_case
from autograder.freeze.reference import reference
from autograder.grading.attempts import converse
from autograder.grading.grader import payload_of
from autograder.mistakes.recognise import recognise
from autograder.records import Call, Check, Observation, Outputs
from autograder.sandbox import Sandbox
from autograder.sandbox.inside.outputs import NUMBERS_CAP
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION
from tests.support.real import patient, real_answers

pytestmark = pytest.mark.slow

NUMBERS = NUMBERS_CAP // 8
"""Of an answer's numbers; memory grows with them, and what is left of the grader's does not."""
TIMES = 4.0
SPARE = 2_000_000
DECK = 1
CHECKS = [check for check in patient().checks if check.probe not in ("network_trained", "bot_predictions")]


def huge(outputs: Outputs) -> Iterator[dict[str, np.ndarray]]:
    """The same names with as many different numbers as there may be."""
    most = NUMBERS // max(1, len(outputs))
    yield {name: 0.123 + 1.1 * np.arange(most) for name in outputs}
    yield {name: _with(most, (-1, *array.shape[1:])) if array.ndim else array for name, array in outputs.items()}
    yield {name: _with(most, (*array.shape[:1], -1)) if array.ndim > 1 else array for name, array in outputs.items()}


def _with(most: int, shape: tuple[int, ...]) -> np.ndarray:
    known = int(np.prod([length for length in shape if length > 0], dtype=int)) or 1
    return (0.123 + 1.1 * np.arange(most // known * known)).reshape(shape if 0 not in shape else (-1,))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_no_judge_asks_for_more_than_a_few_times_what_came_back(check: Check, sandbox: Sandbox) -> None:
    answers, assignment = real_answers(), patient()
    cases, key = answers.cases(check, DECK), answers.key(check, DECK, assignment.laws)
    load = payload_of(assignment, reference(StaffFolder(SOLUTION), assignment))
    with sandbox.worker(load, check.limits) as worker:
        right = worker.run(every_case(check, cases))
    for variant in range(3):
        given = [list(huge(seen.outputs))[variant] for seen in right[:4]]
        size = sum(array.nbytes for outputs in given for array in outputs.values())

        def observe(calls: Sequence[Call], given: list[dict[str, np.ndarray]] = given) -> list[Observation]:
            rows = [*given, *(seen.outputs for seen in right[4:])]
            own = [row for row, call in zip(rows, calls, strict=False) if call.probe == check.probe]
            return [Observation("returned", own[n] if n < len(own) else {"z": np.zeros(1)}) for n in range(len(calls))]

        tracemalloc.start()
        verdict, transcript = converse(KINDS[check.kind].talk(check, cases, key), observe)
        recognise(check, key, transcript, verdict)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak <= TIMES * size + SPARE
