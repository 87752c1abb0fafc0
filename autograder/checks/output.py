"""Output: the probe's outputs agree with the frozen answer, each case for an equal share of the points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from pydantic import Field

from autograder.checks.conclude import EXTRA_AXIS_SHARE, CaseResult, conclude, guarded
from autograder.checks.kind import Kind, NotFrozenError, Options, OutputReference, Talk, every_case
from autograder.feedback import explain, messages
from autograder.feedback.compare import TOLERANCE, Disagreement, disagreement, keeps_an_axis
from autograder.feedback.factors import Explanation
from autograder.feedback.messages import Message
from autograder.feedback.prompt import Named, prompt_of
from autograder.records import AnswerKey, Call, Case, Check, Observation, Outputs, Prompt, Rng

PLAIN = (bool, int, float, str, Rng)
"""Inputs that a function may forget to use."""

RESULT = "the result"
"""What a message calls all that a call returned."""


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
    looks = [partial(_look, _Expected(answer, pairs[:number], key.prompts)) for number, (_, answer) in enumerate(pairs)]
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
    """The answer of one case, the cases before it with theirs, and the prompts, which name the calls."""

    answer: Outputs
    earlier: Sequence[tuple[Case, Outputs]]
    prompts: Mapping[str, Prompt] = field(default_factory=dict)

    def named(self, check: Check, case: Case, name: str, got: Outputs) -> Named | None:
        """The call that gives an output, and whether an earlier call gave the right one, which should come again."""
        found = prompt_of(self.prompts, check.probe, case).named(name)
        if found is None or found.part in ("", name) or found.part not in self.answer:
            return found
        twin = self.answer[found.part]
        known = found.part in got and disagreement(got[found.part], twin) is None
        return replace(found, still=known and disagreement(self.answer[name], twin) is None)

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
            named = expected.named(check, call.case, name, observation.outputs)
            noun = (named.part or RESULT) if named else name
            whys = explain.explanations(wrong, call.case.inputs, noun, expected.elsewhere(name, call.case))
            return CaseResult(
                "failed",
                messages.mismatch(name, wrong, call.case, named),
                call.case.hint,
                _credit(wrong, tolerance),
                explanations=tuple(_capital(why) for why in whys),
                output=name,
            )
    return None


def _capital(why: Explanation) -> Explanation:
    """An explanation that begins with the noun for all that a call returned begins with a capital letter."""
    full, brief = (text[0].upper() + text[1:] if text.startswith(RESULT) else text for text in (why.full, why.brief))
    return replace(why, full=full, brief=brief)


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
