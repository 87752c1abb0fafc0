"""Accuracy: how often predictions equal labels that the sandbox never held; points along a straight line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import Field, model_validator

from autograder.checks.care import guarded
from autograder.checks.kind import CaseResult, Kind, Options, OutputReference, SettingProblem, conclude, every_case
from autograder.feedback.messages import Message, redacted
from autograder.records import AnswerKey, Call, Case, Check, Observation, Verdict
from autograder.text.suggest import nearest


class AccuracyOptions(Options):
    """``output`` names the predictions and ``labels`` what the case keeps; no points at ``none``, all at ``full``."""

    output: str = "labels"
    labels: str = "labels"
    none: float = Field(ge=0, le=1)
    full: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> AccuracyOptions:
        if self.none > self.full:
            raise ValueError("none must not be larger than full")
        return self


def slips(check: Check, cases: Sequence[Case]) -> list[SettingProblem]:
    """Cases that do not keep the labels, told once: no accuracy could be told of them."""
    name = check.options.labels
    lacking = [case for case in cases if name not in case.keep]
    if not lacking:
        return []
    whose = "no case" if len(lacking) == len(cases) else f"not every case (see {lacking[0].name!r})"
    return [SettingProblem(f"{whose} of {check.id} keeps {name!r}.{nearest(name, lacking[0].keep)}", ("labels",))]


def named(check: Check) -> list[OutputReference]:
    """The predictions."""
    return [OutputReference(check.probe, check.options.output, ("output",))]


def accuracy_of(call: Call, seen: Observation, output: str, labels: str) -> float | str:
    """The share of right predictions, or a sentence on why there is none."""
    right = np.asarray(call.case.keep[labels])
    if output not in seen.outputs:
        return f"The predictions ({output}) are missing."
    predicted = seen.outputs[output]
    if predicted.shape != right.shape:
        return f"The predictions have shape {predicted.shape}, expected {right.shape}: one label for each example."
    return float(np.mean(predicted == right))


def judge(check: Check, calls: Sequence[Call], seen: Sequence[Observation], key: AnswerKey) -> Verdict:
    """Each case earns its place on the line from ``none`` to ``full``."""
    return conclude(check, [guarded(check, *row, _case) for row in zip(calls, seen, strict=True)])


def complaint(check: Check, call: Call, seen: Observation) -> str:
    """What keeps a case from full points, in words; nothing when it has them."""
    options = check.options
    accuracy = accuracy_of(call, seen, options.output, options.labels)
    if isinstance(accuracy, str) or accuracy >= options.full:
        return accuracy if isinstance(accuracy, str) else ""
    return f"The accuracy is {accuracy:.4f}; full points need {options.full:g}, and there are none at {options.none:g}."


def _case(check: Check, call: Call, seen: Observation) -> CaseResult | None:
    words = complaint(check, call, seen)
    if not words:
        return None
    accuracy = accuracy_of(call, seen, check.options.output, check.options.labels)
    if isinstance(accuracy, str):
        return CaseResult("failed", Message(words, redacted(words)), call.case.hint)
    return CaseResult("failed", Message(words, words), call.case.hint, _share(accuracy, check.options))


def _share(accuracy: float, options: AccuracyOptions) -> float:
    """Where an accuracy below ``full`` stands between ``none`` and ``full``."""
    span = options.full - options.none
    return max(0.0, (accuracy - options.none) / span) if span > 0 else 0.0


KIND = Kind(AccuracyOptions, every_case, judge, words="accuracy", slips=slips, named=named)
