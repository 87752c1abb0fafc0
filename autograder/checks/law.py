"""Law: every output obeys properties that any right solution has, whatever its order of random draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any

import numpy as np

from autograder.checks.conclude import CaseResult, LawError, conclude, guarded
from autograder.checks.kind import CaseOptions, Kind, Talk, every_case, weight_problems
from autograder.checks.settings import After, Before
from autograder.feedback.messages import Message, redacted
from autograder.feedback.named import brief_of
from autograder.feedback.prompt import prompt_of
from autograder.records import Allowed, AnswerKey, Call, Case, Check, Law, Observation, Outputs
from autograder.records.staff_time import in_time

LONGEST = 2000
"""The most letters of a complaint: one that lists what came back must not grow with it."""


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


LawNames = Annotated[tuple[str, ...], Before(_one_or_many)]
"""One function in laws/, or several."""


def _one_at_least(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("a law check needs at least one law, or any answer would pass; name a function of laws/")
    return names


@dataclass(frozen=True, kw_only=True)
class LawOptions(CaseOptions):
    """``law`` names one function in laws/, or several; ``accepts`` what they can judge besides real numbers."""

    law: Annotated[LawNames, After(_one_at_least)]
    accepts: tuple[Allowed, ...] = ()


def talk(check: Check, cases: Sequence[Case], key: AnswerKey) -> Talk:
    """Each case must obey every law, its outputs finite and none of them empty; the message is the first complaint."""
    calls = every_case(check, cases, check.options.accepts)
    observations = yield calls
    judged = partial(look, key)
    rows = zip(calls, observations, strict=True)
    return conclude(check, [guarded(check, *row, judged, key.prompts) for row in rows], calls)


def complaint(check: Check, call: Call, observation: Observation, key: AnswerKey) -> str:
    """What the first broken law says of the outputs, or why no law can judge them; empty when all laws hold.

    It names outputs rather than calls, because known mistakes were frozen before there were prompts.
    """
    result = guarded(check, call, observation, partial(look, replace(key, prompts={})))
    return result.words.full if result else ""


def laws(check: Check) -> tuple[str, ...]:
    """The names of the laws."""
    names: tuple[str, ...] = check.options.law
    return names


def look(key: AnswerKey, check: Check, call: Call, observation: Observation) -> CaseResult | None:
    """The first complaint about one case that returned; None when it obeys every law."""
    words = first_complaint(map(key.laws.__getitem__, check.options.law), call, observation)
    words = words or _unusable(key, check, call.case, observation.outputs)
    return CaseResult("failed", Message(words, redacted(words)), call.case.hint) if words else None


def first_complaint(laws: Iterable[Law], call: Call, observation: Observation) -> str:
    """The complaint of the first law that does not hold for a case that returned; empty when all hold."""
    inputs = {**call.case.inputs, **call.case.keep}
    # numpy does not subtract truth values, and a law is about numbers
    outputs = {
        name: array.astype(np.int64) if array.dtype == np.bool_ else array
        for name, array in observation.outputs.items()
    }
    with np.errstate(all="ignore"):
        complaints = (_complaint_of(law, inputs, outputs) for law in laws)
        return next(filter(None, complaints), "")[:LONGEST]


def _complaint_of(law: Law, inputs: Mapping[str, Any], outputs: Outputs) -> str:
    """What a law returns, empty when it holds. Raises `LawError` where that is no sentence, and `TooLongError`."""
    name = f"{law.__module__.replace('.', '/')}.py: {law.__name__}"
    with in_time(name):
        returned: Any = law(inputs, outputs)
    if returned is None:
        return ""
    if isinstance(returned, str) and returned.strip():
        return returned
    plain = isinstance(returned, (bool, int, float))
    of_type = f"a value of type {type(returned).__name__}"
    given = "a text without a word" if isinstance(returned, str) else repr(returned) if plain else of_type
    raise LawError(f"{name} returned {given}; a law returns a sentence that complains, or None.")


def allows(check: Check, answers: Sequence[Outputs | None]) -> tuple[Allowed, ...]:
    """What the laws can judge."""
    accepts: tuple[Allowed, ...] = check.options.accepts
    return accepts


def _unusable(key: AnswerKey, check: Check, case: Case, outputs: Outputs) -> str:
    """A complaint where no law has one: comparisons with nan are false, and of an empty array everything is true."""
    for name, array in outputs.items():
        infinite = array.dtype.kind in "fc" and not np.isfinite(array).all()
        if infinite or not array.size:
            trouble = "holds numbers that are not finite" if infinite else "is empty"
            return f"{brief_of(prompt_of(key.prompts, check.probe, case).named(name), name)} {trouble}."
    return ""


KIND = Kind(
    LawOptions,
    talk,
    words="a law",
    names={"law": "law"},
    problems=weight_problems,
    laws=laws,
    complaint=complaint,
    allows=allows,
)
