"""Whatever numbers come back, the grader's own arithmetic with them is no news: it neither fails nor warns."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import numpy as np
import pytest

from autograder.grading.attempts import run_check
from autograder.grading.grader import payload_of
from autograder.records import Call, Check, Limits, Observation, Outputs, Submission
from autograder.sandbox import Payload, Sandbox
from tests.support.real import real, real_answers

DECK = 1
EXTREMES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "huge": lambda x: np.full(x.shape, 1e308) * np.where(np.arange(x.size).reshape(x.shape) % 2, -1, 1),
    "huge multiples": lambda x: x * 1e300,
    "tiny": lambda x: np.full(x.shape, 5e-324),
    "inf and nan": lambda x: np.where(np.arange(x.size).reshape(x.shape) % 2, np.inf, np.nan),
    "large integers": lambda x: np.full(x.shape, -(2**63), np.int64),
    "nothing": lambda x: np.zeros((0, *x.shape[1:])),
}


@dataclass(frozen=True)
class _Returning:
    """In a sandbox's place: every call returns its answer's arrays, changed."""

    answers: Mapping[str, Outputs]
    change: Callable[[np.ndarray], np.ndarray]

    @contextmanager
    def worker(self, load: Payload, limits: Limits) -> Iterator[_Returning]:
        yield self

    def run(self, calls: Sequence[Call], attempt: int) -> list[Observation]:
        return [Observation("returned", self._outputs(call.case.name)) for call in calls]

    def _outputs(self, case: str) -> Outputs:
        right = self.answers.get(case) or {"value": np.ones(3)}
        return {name: self.change(np.asarray(array, float)) for name, array in right.items()}


@pytest.mark.parametrize("extreme", EXTREMES)
@pytest.mark.parametrize("check", real().checks, ids=lambda check: check.id)
def test_extreme_numbers_are_judged_without_a_word(check: Check, extreme: str) -> None:
    answers = real_answers()
    cases, key = answers.cases(check, DECK), answers.key(check, DECK, real().laws)
    names = {case.name: answer or {} for case, answer in zip(cases, key.answers, strict=True)}

    sandbox = cast("Sandbox", _Returning(names, EXTREMES[extreme]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verdict, _ = run_check(sandbox, payload_of(real(), Submission("", {})), check, cases, key)
    assert verdict.status in ("passed", "failed") and "Warning" not in verdict.staff_note
