"""Gradient: backward is the slope of the student's own forward, and both are the right ones.

`slopes` measures, `misses` says where a gradient is not the slope, and `pairs` compares with the frozen answer. This
module decides what is measured, and explains a gradient that is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from autograder.checks.conclude import EXTRA_AXIS_SHARE, CaseResult, cannot_be_judged, case_trouble, conclude
from autograder.checks.kind import (
    CaseOptions,
    Kind,
    NotFrozenError,
    OutputReference,
    SettingProblem,
    Talk,
    every_case,
    weight_problems,
)
from autograder.checks.misses import Miss, find_miss, wrong_entry
from autograder.checks.pairs import NoSlopeError, Pair
from autograder.checks.settings import Must
from autograder.checks.slopes import SMALL, TalkPart, entry_slope
from autograder.feedback import explain
from autograder.feedback.compare import Disagreement, keeps_an_axis
from autograder.feedback.factors import Explanation, same
from autograder.feedback.mismatches import mismatch
from autograder.feedback.values import number
from autograder.records import AnswerKey, Call, Case, Check, Observation, Outputs, PromptFunction
from autograder.text.suggest import nearest


@dataclass(frozen=True, kw_only=True)
class GradientOptions(CaseOptions):
    """``gradients`` pairs an input with the probe's output that is its gradient.

    ``forward`` is a probe that only runs forward; ``output`` its output, by default the only one. ``upstream`` names
    the input that holds the upstream gradient; without it forward gives one number. A pair whose input a case lacks is
    passed over, but no case may lack all of them. ``step`` and ``tolerance`` (relative to the gradient's length) suit
    float64 (measured: errors up to 4e-10).
    """

    forward: str
    output: str = ""
    upstream: str = ""
    gradients: Annotated[dict[str, str], Must(min_length=1)]
    step: Annotated[float, Must(gt=0, lt=1)] = 1e-5
    tolerance: Annotated[float, Must(gt=0, lt=1)] = 1e-6


def problems(check: Check, cases: Sequence[Case]) -> list[SettingProblem]:
    """Inputs that the settings name and no case has, and each case that has no input whose gradient is asked for."""
    inputs = {name for case in cases for name in case.inputs}
    unknown = [
        SettingProblem(
            f"{_no_input(check, name)}, whose gradient is asked for; {_inputs_are(name, inputs)}", ("gradients", name)
        )
        for name in check.options.gradients
        if name not in inputs
    ]
    lacking = [] if unknown else [case for case in cases if not _pairs(check, case)]
    return (
        weight_problems(check, cases)
        + unknown
        + [SettingProblem(f"{_nothing_asked(check, case)}.", ("gradients",)) for case in lacking]
        + _upstream_problems(check, cases, inputs)
    )


def _upstream_problems(check: Check, cases: Sequence[Case], inputs: Collection[str]) -> list[SettingProblem]:
    """A problem for each case that lacks the upstream gradient, or a single one where no case has it."""
    name = check.options.upstream
    if name and name not in inputs:
        words = f"{_no_input(check, name)}, which is to hold the upstream gradient; {_inputs_are(name, inputs)}"
        return [SettingProblem(words, ("upstream",))]
    lacking = [case for case in cases if name and name not in case.inputs]
    return [
        SettingProblem(f"the case {case.name!r} of {check.id} has no upstream gradient {name!r}.", ("upstream",))
        for case in lacking
    ]


def _no_input(check: Check, name: str) -> str:
    return f"no case of {check.id} has an input {name!r}"


def _inputs_are(name: str, inputs: Collection[str]) -> str:
    return f"there are {', '.join(sorted(inputs)) or 'none'}.{nearest(name, inputs)}"


def outputs(check: Check) -> list[OutputReference]:
    """The gradients, and forward's output where it is named."""
    options = check.options
    forward = [OutputReference(options.forward, options.output, ("output",))] if options.output else []
    pairs = options.gradients.items()
    return [OutputReference(check.probe, output, ("gradients", name)) for name, output in pairs] + forward


def probes(check: Check) -> tuple[str, ...]:
    """Backward and forward."""
    return check.probe, check.options.forward


def _pairs(check: Check, case: Case) -> dict[str, str]:
    """The inputs of a case whose gradients are asked for, each with the output that should be its gradient."""
    return {name: output for name, output in check.options.gradients.items() if name in case.inputs}


def _nothing_asked(check: Check, case: Case) -> str:
    return f"the case {case.name!r} of {check.id} has none of the inputs {', '.join(check.options.gradients)}"


def talk(check: Check, cases: Sequence[Case], key: AnswerKey) -> Talk:
    """Backward once on every case, then forward around each of its inputs."""
    backward = yield every_case(check, cases)
    results: list[CaseResult | None] = []
    answers = key.answers or (None,) * len(cases)
    for case, observation, answer in zip(cases, backward, answers, strict=True):
        try:
            known = {} if case.is_random else answer or {}
            results.append((yield from _judged_case(check, case, observation, known, key.prompts)))
        except NoSlopeError as error:
            results.append(error.result)
        except NotFrozenError:
            raise
        except Exception as error:  # backward or forward gave something unusual; no other check may suffer from it
            results.append(cannot_be_judged(Call(check.probe, case), observation, error))
    return conclude(check, results, every_case(check, cases))


def _judged_case(
    check: Check, case: Case, observation: Observation, answer: Outputs, prompts: Mapping[str, PromptFunction]
) -> TalkPart[CaseResult | None]:
    """The first gradient that earns nothing, else the first that earns a part; None when all are right."""
    pairs = _pairs(check, case)
    if not pairs:
        raise NotFrozenError(f"{_nothing_asked(check, case)}: run `autograder freeze`")
    trouble = case_trouble(check, Call(check.probe, case), observation, prompts)
    if trouble:
        return trouble
    partial: CaseResult | None = None
    for name, output in pairs.items():
        pair = Pair(check, case, name, output, observation.outputs, answer, prompts)
        result = yield from _judged_pair(pair, observation)
        if result and not result.credit:
            return result
        partial = partial or result
    return partial


def _judged_pair(pair: Pair, observation: Observation) -> TalkPart[CaseResult | None]:
    """What is wrong with one gradient; None when it is right."""
    if pair.output not in observation.outputs:
        message = f"The gradient with respect to {pair.name} is missing."
        return pair.failed(message, message)
    given = np.asarray(observation.outputs[pair.output], dtype=np.float64)
    unfit = _unfit_result(pair, given)
    if unfit and not unfit.credit:
        return unfit
    gradient = given.reshape(pair.point.shape)
    miss = yield from find_miss(pair, gradient)
    return (yield from _explained(pair, gradient, miss)) if miss else pair.not_the_answer(gradient) or unfit


def _unfit_result(pair: Pair, gradient: np.ndarray) -> CaseResult | None:
    """The result of a gradient whose shape is not its input's, or whose entries are not all finite; None for any other.

    No slope is needed to judge it, unless its only fault is a superfluous axis: right numbers then still earn a share.
    """
    point = pair.point
    if gradient.shape != point.shape and not gradient.size == point.size == 1:
        wrong = Disagreement("shape", gradient, np.asarray(pair.answer.get(pair.output, point)))
        words = mismatch(pair.output, wrong, pair.case, pair.named)
        explanations = (*_exchanged(pair, gradient), *explain.explanations(wrong, pair.case.inputs, pair.noun))
        full = f"A gradient looks like its input ({pair.name}). {words.full}"
        unlike = pair.failed(full, words.brief, words.details, explanations)
        return replace(unlike, credit=EXTRA_AXIS_SHARE, hint=None) if keeps_an_axis(gradient, point) else unlike
    if not np.isfinite(gradient).all():
        index = [int(i) for i in np.argwhere(~np.isfinite(gradient))[0]]
        rest = f" {gradient[tuple(index)]:g}; a gradient here is a finite number."
        brief = f"{pair.in_brief} {'has an entry that is' if index else 'is'}{rest}"
        return pair.failed(f"{pair.gave(index)}{rest}", brief)
    return None


def _exchanged(pair: Pair, gradient: np.ndarray) -> Iterator[Explanation]:
    """An explanation for each other gradient of the call that has the shape wanted here, if this one has its shape."""
    for name, output in _pairs(pair.check, pair.case).items():
        others = np.asarray(pair.case.inputs[name]), pair.before.get(output, np.zeros(()))
        if [array.shape for array in others] == [gradient.shape, pair.point.shape]:
            order = f"{pair.output} has the shape of {name}, and {output} that of {pair.name}"
            yield replace(same(f"{order}: in which order are they returned?"), seen=True)


def _explained(pair: Pair, gradient: np.ndarray, miss: Miss) -> TalkPart[CaseResult]:
    """The result of a gradient that is not the slope: which entry is wrong, and what may explain the whole array."""
    inputs, slopes = pair.case.inputs, miss.slopes
    if not np.isfinite(slopes).all():
        how = explain.HOW_INF if np.isinf(slopes).any() else explain.HOW_NAN
        message = f"forward gives numbers that are not finite, so its slope cannot be measured. {how}"
        return replace(pair.failed(message, message), hint=None)
    if gradient.size <= SMALL:
        index = int(np.argmax(np.abs(miss.claimed - slopes)))
        wrong = Disagreement("value", miss.claimed.reshape(gradient.shape), slopes.reshape(gradient.shape))
        explanations = explain.explanations(wrong, inputs, pair.noun)
        return _entry_result(pair, gradient, index, float(slopes[index]), explanations)
    factors = explain.factor_between(miss.claimed, slopes, inputs, pair.noun)
    index = yield from wrong_entry(pair, gradient, miss)
    slope = yield from entry_slope(pair, index)
    return _entry_result(pair, gradient, index, slope, factors)


def _entry_result(
    pair: Pair, gradient: np.ndarray, index: int, slope: float, explanations: Sequence[Explanation]
) -> CaseResult:
    """The result of a gradient whose entry at ``index`` is not the slope there."""
    place = [int(i) for i in np.unravel_index(index, gradient.shape)] if gradient.ndim else []
    got, expected = number(gradient.reshape(-1)[index], 6), number(slope, 6)
    full = f"{pair.gave(place)} {got}, but your own forward has the slope {expected} there."
    brief = f"{pair.in_brief} is not the slope of your own forward."
    details = f"The case {pair.case.name!r}, compared by central differences in {pair.name}."
    return pair.failed(full, brief, details, explanations)


KIND = Kind(
    GradientOptions,
    talk,
    words="your own slope",
    frozen=True,
    names={"forward": "probe"},
    problems=problems,
    outputs=outputs,
    probes=probes,
    answered_by=probes,
)
