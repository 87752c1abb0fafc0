"""Output: the probe's outputs agree with the frozen answer, each case for an equal share of the points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from pydantic import Field

from autograder.checks.care import guarded
from autograder.checks.kind import (
    EXTRA_AXIS_SHARE,
    CaseResult,
    Kind,
    NotFrozenError,
    Options,
    OutputReference,
    conclude,
    every_case,
)
from autograder.feedback import explain, messages
from autograder.feedback.compare import TOLERANCE, Disagreement, disagreement, keeps_an_axis
from autograder.feedback.messages import Message
from autograder.records import AnswerKey, Call, Case, Check, Observation, Outputs, Rng, Verdict

PLAIN = (bool, int, float, str, Rng)
"""Inputs that a function may forget to use."""


class OutputOptions(Options):
    """``tolerance`` is relative to each array's largest entry; ``compare`` names the outputs that count (default: all)."""

    tolerance: float = Field(TOLERANCE, gt=0)
    compare: tuple[str, ...] = ()


def named(check: Check) -> list[OutputReference]:
    """The outputs that count, where they are named."""
    return [
        OutputReference(check.probe, name, ("compare", number)) for number, name in enumerate(check.options.compare)
    ]


def judge(check: Check, calls: Sequence[Call], seen: Sequence[Observation], key: AnswerKey) -> Verdict:
    """Compare each case with its answer: shape, then entries that are not finite, then the worst entry."""
    rows = enumerate(zip(calls, seen, key.answers, strict=True))
    before = list(zip(calls, key.answers, strict=True))
    return conclude(check, [_case(check, *row, before[:number]) for number, row in rows])


Earlier: TypeAlias = "Sequence[tuple[Call, Outputs | None]]"
"""The calls before this one, with their answers."""


def _case(check: Check, call: Call, seen: Observation, answer: Outputs | None, earlier: Earlier) -> CaseResult | None:
    if answer is None:
        raise NotFrozenError(f"no frozen answer for the case {call.case.name!r} of {check.id}: run `autograder freeze`")
    return guarded(check, call, seen, partial(_compared, answer, earlier))


def _compared(answer: Outputs, earlier: Earlier, check: Check, call: Call, seen: Observation) -> CaseResult | None:
    """The first of the outputs that is not the right one."""
    names = check.options.compare or tuple(answer)
    return next((finding for name in names if (finding := _array(check, call, seen, name, answer, earlier))), None)


def _array(
    check: Check, call: Call, seen: Observation, name: str, answer: Outputs, earlier: Earlier
) -> CaseResult | None:
    if name not in seen.outputs:
        words = Message(
            f"The check expected an output called {name} and did not get it.", f"The output {name} is missing."
        )
        return CaseResult("failed", words, call.case.hint)
    wrong = disagreement(seen.outputs[name], answer[name], check.options.tolerance)
    if wrong is None:
        return None
    elsewhere = _elsewhere(name, answer, call, earlier)
    return CaseResult(
        "failed",
        messages.mismatch(name, wrong, call.case),
        call.case.hint,
        _share(wrong, check.options.tolerance),
        explanations=explain.explanations(wrong, call.case.inputs, name, elsewhere),
        output=name,
    )


def _elsewhere(name: str, answer: Outputs, call: Call, earlier: Earlier) -> dict[str, np.ndarray]:
    """Right answers to something else, for whoever gives one of these: other outputs, and earlier cases.

    Two earlier cases with equal answers tell nothing of either, so neither is there.
    """
    others = {f"{other} should be": array for other, array in answer.items() if other != name}
    before = [
        (_as_in(call.case, one.case, number), given[name])
        for number, (one, given) in enumerate(earlier, start=1)
        if given is not None and name in given
    ]
    alone = {
        words: array
        for words, array in before
        if words and sum(disagreement(array, other) is None for _, other in before) == 1
    }
    return others | alone


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


def _share(wrong: Disagreement, tolerance: float) -> float:
    """Half of the case for the right numbers with a kept axis of length 1, such as (1, H) for (H,)."""
    got, expected = wrong.got, wrong.expected
    kept_axis = wrong.trouble == "shape" and keeps_an_axis(got, expected)
    if kept_axis and disagreement(got.reshape(expected.shape), expected, tolerance) is None:
        return EXTRA_AXIS_SHARE
    return 0.0


KIND = Kind(OutputOptions, every_case, judge, words="right answers", frozen=True, named=named)
