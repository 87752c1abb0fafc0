"""Output: the probe's outputs agree with the frozen answer, each case for an equal share of the points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from pydantic import Field

from autograder.checks.conclude import EXTRA_AXIS_SHARE, CaseResult, conclude, guarded
from autograder.checks.kind import Kind, NotFrozenError, Options, OutputReference, Talk, every_case
from autograder.feedback import explain, messages
from autograder.feedback.compare import TOLERANCE, Disagreement, disagreement, keeps_an_axis
from autograder.feedback.messages import Message
from autograder.records import AnswerKey, Call, Case, Check, Observation, Outputs, Rng

PLAIN = (bool, int, float, str, Rng)
"""Inputs that a function may forget to use."""


class OutputOptions(Options):
    """``tolerance`` is relative to each array's largest entry;
    ``compare`` names the outputs that count (default: all).
    """

    tolerance: float = Field(TOLERANCE, gt=0)
    compare: tuple[str, ...] = ()


def talk(check: Check, cases: Sequence[Case], key: AnswerKey) -> Talk:
    """Compare each case with its answer: shape, then entries that are not finite, then the worst entry."""
    pairs: list[tuple[Case, Outputs]] = []
    for case, answer in zip(cases, key.answers, strict=True):
        if answer is None:
            raise NotFrozenError(f"no frozen answer for the case {case.name!r} of {check.id}: run `autograder freeze`")
        pairs.append((case, answer))
    calls = every_case(check, cases)
    observations = yield calls
    looks = [partial(_look, _Expected(answer, pairs[:number])) for number, (_, answer) in enumerate(pairs)]
    return conclude(check, [guarded(check, *row) for row in zip(calls, observations, looks, strict=True)])


def outputs(check: Check) -> list[OutputReference]:
    """The outputs that count, where the settings name them."""
    return [
        OutputReference(check.probe, name, ("compare", number)) for number, name in enumerate(check.options.compare)
    ]


def compared(check: Check, names: Iterable[str]) -> dict[str, float]:
    """The outputs that count, with the check's own tolerance."""
    return dict.fromkeys(check.options.compare or names, check.options.tolerance)


@dataclass(frozen=True)
class _Expected:
    """The answer of one case, and the cases before it with theirs."""

    answer: Outputs
    earlier: Sequence[tuple[Case, Outputs]]

    def elsewhere(self, name: str, case: Case) -> dict[str, np.ndarray]:
        """Right answers to something else, in case the student returned one of them: other outputs, and earlier cases.

        Two earlier cases with equal answers cannot be told apart, so neither is included.
        """
        others = {f"{other} should be": array for other, array in self.answer.items() if other != name}
        before = [
            (_as_in(case, earlier, number), given[name])
            for number, (earlier, given) in enumerate(self.earlier, start=1)
            if name in given
        ]
        alone = {
            words: array
            for words, array in before
            if words and sum(disagreement(array, other) is None for _, other in before) == 1
        }
        return others | alone


def _look(expected: _Expected, check: Check, call: Call, observation: Observation) -> CaseResult | None:
    """The first of the outputs that is wrong."""
    for name, tolerance in compared(check, expected.answer).items():
        if name not in observation.outputs:
            full = f"The check expected an output called {name} and did not get it."
            return CaseResult("failed", Message(full, f"The output {name} is missing."), call.case.hint)
        wrong = disagreement(observation.outputs[name], expected.answer[name], tolerance)
        if wrong:
            return CaseResult(
                "failed",
                messages.mismatch(name, wrong, call.case),
                call.case.hint,
                _credit(wrong, tolerance),
                explanations=explain.explanations(wrong, call.case.inputs, name, expected.elsewhere(name, call.case)),
                output=name,
            )
    return None


def _as_in(case: Case, earlier: Case, number: int) -> str:
    """What makes an earlier case's answer of this one, in words; empty where that would be guesswork."""
    names = dict.fromkeys((*case.inputs, *earlier.inputs))
    different = [one for one in names if not _equal(case.inputs.get(one), earlier.inputs.get(one))]
    if all(isinstance(case.inputs.get(one), PLAIN) for one in different):
        return f"it should be with another {different[0]}: is {different[0]} used?" if len(different) == 1 else ""
    return f"it should be in case {number}, an earlier one: does something stay from call to call?"


def _equal(one: Any, other: Any) -> bool:
    """Whether two inputs are the same, arrays inside of them entry by entry."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    return bool(one == other)


def _credit(wrong: Disagreement, tolerance: float) -> float:
    """Half of the case for the right numbers with a kept axis of length 1, such as (1, H) for (H,)."""
    got, expected = wrong.got, wrong.expected
    kept_axis = wrong.trouble == "shape" and keeps_an_axis(got, expected)
    if kept_axis and disagreement(got.reshape(expected.shape), expected, tolerance) is None:
        return EXTRA_AXIS_SHARE
    return 0.0


KIND = Kind(OutputOptions, talk, words="right answers", frozen=True, outputs=outputs, compared=compared)
