"""Accuracy: how often predictions equal labels that the sandbox never held; points along a straight line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from autograder.checks import law
from autograder.checks.conclude import CaseResult, conclude, guarded
from autograder.checks.kind import CaseOptions, Kind, OutputReference, SettingProblem, Talk, every_case, weight_problems
from autograder.checks.law import LawNames
from autograder.checks.settings import Must
from autograder.feedback.messages import Message, redacted
from autograder.feedback.texts import not_a_number
from autograder.records import AnswerKey, Call, Case, Check, Leaderboard, Observation
from autograder.text.suggest import instead, nearest

TRUTH = ("True", "False", "true", "false", "TRUE", "FALSE")
"""How tables write truth values."""

Share = Annotated[float, Must(ge=0, le=1)]


@dataclass(frozen=True, kw_only=True)
class AccuracyOptions(CaseOptions):
    """``output`` names the predictions and ``labels`` what the case keeps; no points at ``none``, all at ``full``.

    Nothing is earned where a ``law`` does not hold: predictions that are right and nobody's own, say.
    """

    output: str = "labels"
    labels: str = "labels"
    none: Share
    full: Annotated[float, Must(gt=0, le=1)]
    law: LawNames = ()

    def __post_init__(self) -> None:
        if self.none > self.full:
            raise ValueError("none must not be larger than full")


def talk(check: Check, cases: Sequence[Case], key: AnswerKey) -> Talk:
    """Each case earns its place on the line from ``none`` to ``full``."""
    calls = every_case(check, cases)
    observations = yield calls
    look = partial(_look, key)
    return conclude(check, [guarded(check, *row, look) for row in zip(calls, observations, strict=True)], calls)


def problems(check: Check | Leaderboard, cases: Sequence[Case]) -> list[SettingProblem]:
    """Cases that do not keep the labels, reported once: they have no accuracy."""
    name = check.options.labels
    lacking = [case for case in cases if name not in case.keep]
    if not lacking:
        return weight_problems(check, cases) if isinstance(check, Check) else []
    whose = "no case" if len(lacking) == len(cases) else f"not every case (see {lacking[0].name!r})"
    return [SettingProblem(f"{whose} of {check.id} keeps {name!r}.{nearest(name, lacking[0].keep)}", ("labels",))]


def outputs(check: Check) -> list[OutputReference]:
    """The predictions."""
    return [OutputReference(check.probe, check.options.output, ("output",))]


def accuracy_of(call: Call, observation: Observation, output: str, labels: str) -> float | str:
    """The share of right predictions, or a sentence on why there is none."""
    right = np.asarray(call.case.keep[labels])
    if output not in observation.outputs:
        found = "" if call.probe else instead(output, [*observation.outputs])
        return f"The predictions ({output}) are missing.{found}"
    predicted = observation.outputs[output]
    if predicted.shape != right.shape:
        return f"The predictions have shape {predicted.shape}, expected {right.shape}: one label for each example."
    if right.dtype.kind in "biuf" and predicted.dtype.kind == "U":
        if np.isin(predicted, TRUTH).all():
            predicted = np.char.lower(predicted) == "true"
        elif place := not_a_number(predicted):
            return f"The predictions ({output}) must be numbers, and prediction {place[0]} is {place[1]!r}."
    if right.dtype.kind == "U" and predicted.dtype.kind in "iu" and not not_a_number(right):
        predicted = predicted.astype(np.str_)  # a table of digits is read as one of numbers
    if right.dtype.kind == "U" != predicted.dtype.kind:
        return f"The predictions ({output}) are numbers, expected texts."
    return float(np.mean(predicted == right))


def complaint(check: Check, call: Call, observation: Observation, key: AnswerKey) -> str:
    """What keeps a case from full points; empty when it has them."""
    result = _look(key, check, call, observation)
    return result.words.full if result else ""


def margin(check: Check, call: Call, observation: Observation) -> float | None:
    """How far the accuracy lies above ``full``; None without predictions."""
    accuracy = accuracy_of(call, observation, check.options.output, check.options.labels)
    return None if isinstance(accuracy, str) else accuracy - check.options.full


def _look(key: AnswerKey, check: Check, call: Call, observation: Observation) -> CaseResult | None:
    options = check.options
    if words := law.first_complaint(map(key.laws.__getitem__, options.law), call, observation):
        return CaseResult("failed", Message(words, redacted(words)), call.case.hint)
    accuracy = accuracy_of(call, observation, options.output, options.labels)
    if isinstance(accuracy, str):
        return CaseResult("failed", Message(accuracy, redacted(accuracy)), call.case.hint)
    if accuracy >= options.full:
        return None
    words = (
        f"The accuracy is {accuracy:.4f}; full points need {options.full:g}, and there are none at {options.none:g}."
    )
    credit = max(0.0, (accuracy - options.none) / (options.full - options.none)) if options.full > options.none else 0.0
    return CaseResult("failed", Message(words, words), call.case.hint, credit)


KIND = Kind(
    AccuracyOptions,
    talk,
    words="accuracy",
    trains=True,
    names={"law": "law"},
    problems=problems,
    laws=law.laws,
    outputs=outputs,
    complaint=complaint,
    margin=margin,
)
