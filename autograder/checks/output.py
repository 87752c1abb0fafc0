"""Output: the probe's outputs agree with the frozen answer, each case for an equal share of the points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from autograder.checks.conclude import EXTRA_AXIS_SHARE, CaseResult, conclude, guarded
from autograder.checks.expected import Expected
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
from autograder.checks.settings import Must
from autograder.feedback import explain
from autograder.feedback.compare import Disagreement, Precision, disagreement, keeps_an_axis
from autograder.feedback.factors import capitalised
from autograder.feedback.freedoms import Freedom, Vectors, may_be_names
from autograder.feedback.messages import Message
from autograder.feedback.mismatches import mismatch
from autograder.feedback.named import noun_of
from autograder.feedback.prompt import prompt_of
from autograder.records import (
    EVERYTHING,
    Allowed,
    AnswerKey,
    Call,
    Case,
    Check,
    Observation,
    Outputs,
)
from autograder.text.suggest import instead


@dataclass(frozen=True, kw_only=True)
class OutputOptions(CaseOptions):
    """``compare`` names the outputs that count (default: all).

    How closely numbers must agree: ``tolerance`` is relative to each array's largest entry, ``rtol`` and ``atol`` are
    numpy's, for each entry by itself, and ``exact`` asks for equal numbers. By default integers, truth values, text and
    None are exact, and other numbers have a tolerance of 1e-5, with a second look at small entries. ``nan`` says that
    the right answers may hold nan or inf, which a student's must then hold in the same places. ``up_to`` names what may
    differ between right answers: the sign, the order, the scale, or a rotation of the ``vectors`` that stand in an
    array's columns or rows.
    """

    tolerance: Annotated[float, Must(gt=0, lt=1)] | None = None
    rtol: Annotated[float, Must(ge=0, lt=1)] | None = None
    atol: Annotated[float, Must(ge=0)] | None = None
    exact: bool | None = None
    nan: bool = False
    up_to: tuple[Freedom, ...] = ()
    vectors: Vectors = "columns"
    compare: tuple[str, ...] = ()

    @property
    def precision(self) -> Precision:
        """How closely an output must agree."""
        return Precision(self.tolerance, self.rtol, self.atol, self.exact, self.up_to, self.vectors)


def problems(check: Check, cases: Sequence[Case]) -> list[SettingProblem]:
    """Settings that contradict each other, and weights of cases that are not there."""
    options, found = check.options, weight_problems(check, cases)
    given = [name for name in ("tolerance", "rtol", "atol") if getattr(options, name) is not None]
    if options.exact and given:
        words = f"{given[0]} says how far a number may be off, and `exact: true` that it may not: keep one of the two."
        found.append(SettingProblem(words, (given[0],)))
    elif "tolerance" in given and len(given) > 1:
        words = (
            f"tolerance is relative to the largest entry of an array, and {given[1]} belongs to each entry: keep "
            "tolerance alone, or rtol and atol."
        )
        found.append(SettingProblem(words, (given[1],)))
    if options.vectors != "columns" and not options.up_to:
        found.append(SettingProblem("vectors means nothing without up_to, such as `up_to: [sign]`.", ("vectors",)))
    return found


def talk(check: Check, cases: Sequence[Case], key: AnswerKey) -> Talk:
    """Compare each case with its answer: shape, then entries that are not finite, then the worst entry."""
    pairs: list[tuple[Case, Outputs]] = []
    for case, answer in zip(cases, key.answers, strict=True):
        if answer is None:
            raise NotFrozenError(f"no frozen answer for the case {case.name!r} of {check.id}: run `autograder freeze`")
        pairs.append((case, answer))
    calls = every_case(check, cases, allows(check, key.answers))
    observations = yield calls
    looks = [partial(_look, Expected(answer, pairs[:number], key.prompts)) for number, (_, answer) in enumerate(pairs)]
    rows = zip(calls, observations, looks, strict=True)
    return conclude(check, [guarded(check, *row, key.prompts) for row in rows], calls)


def outputs(check: Check) -> list[OutputReference]:
    """The outputs that count, where the settings name them."""
    return [
        OutputReference(check.probe, name, ("compare", number)) for number, name in enumerate(check.options.compare)
    ]


def compared(check: Check, names: Iterable[str]) -> dict[str, Precision]:
    """The outputs that count, with the check's own precision."""
    return dict.fromkeys(check.options.compare or names, check.options.precision)


def allows(check: Check, answers: Sequence[Outputs | None]) -> tuple[Allowed, ...]:
    """What the right answers hold besides real numbers."""
    kinds = {array.dtype.kind for answer in answers for array in (answer or {}).values()}
    present = {"complex": "c" in kinds, "text": "U" in kinds, "none": "V" in kinds}
    return tuple(allowed for allowed in EVERYTHING if present[allowed])


def doubts(check: Check, cases: Sequence[Case], answers: Sequence[Outputs | None]) -> dict[str, str]:
    """Right numbers so small that 0 counts as equal to them, and floats that may be meant as names of clusters."""
    found: dict[str, str] = {}
    for case, answer in zip(cases, answers, strict=True):
        for name, how in compared(check, answer or {}).items():
            right = (answer or {}).get(name)
            if right is None or right.dtype.kind not in "fc" or name in found:
                continue
            largest = float(np.max(np.abs(right[np.isfinite(right)]), initial=0.0))
            where = f"{check.id}, the case {case.name!r}: {name}"
            if not how.by_entry and not how.exact and 0 < largest <= how.smallest:
                found[name] = (
                    f"{where} is {largest:.2g} at most, and 0 counts as equal to it. "
                    "Where it is more than rounding, set rtol, or rtol and atol."
                )
            elif "permutation" in how.up_to and right.ndim == 1 and may_be_names(right):
                found[name] = (
                    f"{where} is compared as numbers that may come in any order. "
                    "Where they are the names of clusters, return integers."
                )
    return found


def _look(expected: Expected, check: Check, call: Call, observation: Observation) -> CaseResult | None:
    """The first of the outputs that is wrong."""
    for name, how in compared(check, expected.answer).items():
        if name not in observation.outputs:
            there = instead(name, [*observation.outputs]) if check.reads else ""
            full = f"The check expected an output called {name} and did not get it.{there}"
            return CaseResult("failed", Message(full, f"The output {name} is missing."), call.case.hint)
        wrong = disagreement(observation.outputs[name], expected.answer[name], how)
        if wrong:
            named = expected.named(check, call.case, name, observation.outputs)
            noun = noun_of(named, name)
            arguments = prompt_of(expected.prompts, check.probe, call.case).arguments
            whys = explain.explanations(wrong, arguments, noun, expected.other_answers(check, call.case, name))
            credit = _credit(wrong, how)
            return CaseResult(
                "failed",
                mismatch(name, wrong, call.case, named),
                None if credit else call.case.hint,  # a hint about numbers does not help where the numbers are right
                credit,
                explanations=tuple(map(capitalised, whys)),
                output=name,
            )
    return None


def _credit(wrong: Disagreement, how: Precision) -> float:
    """Half of the case for the right numbers with a kept axis of length 1, such as (1, H) for (H,)."""
    got, expected = wrong.got, wrong.expected
    kept_axis = wrong.trouble == "shape" and keeps_an_axis(got, expected)
    if kept_axis and disagreement(got.reshape(expected.shape), expected, how) is None:
        return EXTRA_AXIS_SHARE
    return 0.0


def nan(check: Check) -> bool:
    """Whether staff said that the right answers may hold them."""
    allowed: bool = check.options.nan
    return allowed


KIND = Kind(
    OutputOptions,
    talk,
    words="right answers",
    problems=problems,
    frozen=True,
    nan=nan,
    outputs=outputs,
    compared=compared,
    doubts=doubts,
    allows=allows,
)
