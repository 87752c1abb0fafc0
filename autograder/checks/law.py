"""Law: every output obeys properties that any right solution has, whatever its order of random draws."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from pydantic import field_validator

from autograder.checks.care import guarded
from autograder.checks.kind import CaseResult, Kind, Options, conclude, every_case
from autograder.feedback.messages import Message, redacted
from autograder.records import AnswerKey, Call, Check, Observation, Verdict

LONGEST = 2000
"""No complaint is longer: one that lists what came back must not grow with it."""


class LawOptions(Options):
    """``law`` names one function in laws/, or several."""

    law: tuple[str, ...]

    @field_validator("law", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("law")
    @classmethod
    def _one_at_least(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("a law check needs at least one law, or any answer would pass; name a function of laws/")
        return value


def judge(check: Check, calls: Sequence[Call], seen: Sequence[Observation], key: AnswerKey) -> Verdict:
    """Each case must obey every law; the first complaint of a case is told."""
    look = partial(_finding, key)
    return conclude(check, [guarded(check, *row, look) for row in zip(calls, seen, strict=True)])


def complaint(check: Check, call: Call, seen: Observation, key: AnswerKey) -> str:
    """What the first law that is broken says of what came back, or what keeps laws from judging it; nothing when all hold."""
    finding = guarded(check, call, seen, partial(_finding, key))
    return finding.words.full if finding else ""


def _finding(key: AnswerKey, check: Check, call: Call, seen: Observation) -> CaseResult | None:
    inputs = {**call.case.inputs, **call.case.keep}
    outputs = {name: _counted(array) for name, array in seen.outputs.items()}
    broken = (key.laws[name](inputs, outputs) for name in check.options.law)
    said = next((said for said in broken if said), "")[:LONGEST]
    return CaseResult("failed", Message(said, redacted(said)), call.case.hint) if said else None


def _counted(array: np.ndarray) -> np.ndarray:
    """Truth values as 0 and 1: numpy does not subtract them, and a law is about numbers."""
    return array.astype(np.int64) if array.dtype == np.bool_ else array


KIND = Kind(LawOptions, every_case, judge, words="a law")
