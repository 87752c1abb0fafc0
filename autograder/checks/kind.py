"""What every kind of check provides, and how the cases of a check add up to one verdict."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from autograder.feedback import messages
from autograder.feedback.factors import Explanation
from autograder.feedback.messages import Message
from autograder.records import AnswerKey, Call, Case, Check, Fault, More, Observation, Status, Verdict
from autograder.text.plural import among

Plan: TypeAlias = Callable[[Check, Sequence[Case]], "list[Call]"]
Slips: TypeAlias = "Callable[[Check, Sequence[Case]], list[SettingProblem]]"
Named: TypeAlias = "Callable[[Check], list[OutputReference]]"
Judge: TypeAlias = Callable[[Check, Sequence[Call], Sequence[Observation], AnswerKey], "Verdict | More"]


class Options(BaseModel):
    """The settings of a kind in assignment.yaml, beside those that every check has."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NotFrozenError(LookupError):
    """A check and its frozen cases do not fit together: staff's to mend, whatever the student gave."""


@dataclass(frozen=True)
class SettingProblem:
    """What is wrong with a check's settings, given its cases: a sentence for staff. ``at`` is its place among them."""

    words: str
    at: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class OutputReference:
    """An output of a probe that a setting names. ``at`` is that setting's place among the check's."""

    probe: str
    name: str
    at: tuple[str | int, ...]


def no_problems(check: Check, cases: Sequence[Case]) -> list[SettingProblem]:
    """Of kinds whose settings name nothing of a case."""
    return []


def no_outputs(check: Check) -> list[OutputReference]:
    """Of kinds whose settings name no output."""
    return []


@dataclass(frozen=True)
class Kind:
    """A kind of check: its settings, the calls it plans, and how it judges what was seen. All functions are pure.

    ``words`` say in a table for students what an answer is held against. ``frozen`` says that the reference's outputs
    are its answers. ``slips`` are what is wrong with a check's settings, given its cases: staff could otherwise have a
    check that looks at nothing. ``named`` are the outputs that its settings name.
    """

    options: type[Options]
    plan: Plan
    judge: Judge
    words: str
    frozen: bool = False
    slips: Slips = no_problems
    named: Named = no_outputs


def every_case(check: Check, cases: Sequence[Case]) -> list[Call]:
    """The probe on every case, in order."""
    return [Call(check.probe, case) for case in cases]


EXTRA_AXIS_SHARE = 0.5
"""What the right numbers with one axis of length 1 too many are worth: the idea is right, the shape is not."""

SAY_ALL: frozenset[Fault] = frozenset({"missing", "unwritten", "load", "memory"})


@dataclass(frozen=True)
class CaseResult:
    """What one case showed. ``credit`` is the share of the case's points that it earns although something is wrong.

    ``hint`` is None where the message says everything: a hint about numbers does not help with an exception or an
    endless loop. ``case_independent``: true when every case would fail alike (a missing file). ``explanations``, best
    first, concern the output named ``output``. ``staff_note`` is for staff alone.
    """

    status: Status
    words: Message
    hint: str | None = ""
    credit: float = 0.0
    case_independent: bool = False
    explanations: tuple[Explanation, ...] = ()
    output: str = ""
    staff_note: str = ""


def case_trouble(check: Check, call: Call, seen: Observation) -> CaseResult | None:
    """The finding of a case whose call gave no outputs."""
    if seen.outcome == "returned":
        return None
    anywhere = seen.error is not None and seen.error.fault in SAY_ALL
    words = messages.trouble(seen, call, check.limits)
    return CaseResult(messages.status_of(seen), words, hint=None, case_independent=anywhere)


def _hint(check: Check, of_case: str, one_case: bool) -> str:
    """The case's own hint where that case is what went wrong; the check's where every case did."""
    return (of_case or check.hint) if one_case else (check.hint or of_case)


def conclude(check: Check, findings: Sequence[CaseResult | None]) -> Verdict:
    """One verdict from the findings of all cases; None means that the case is right.

    The first error is told, else the first wrong case that can be explained, else the first wrong one.
    """
    wrong = [finding for finding in findings if finding]
    if not wrong:
        return Verdict("passed", 1.0)
    right = len(findings) - len(wrong)
    score = (right + sum(finding.credit for finding in wrong)) / len(findings)
    told, why = _told(wrong)
    words = told.words.explained(why)
    hint = "" if told.hint is None else _hint(check, told.hint, right > 0 or len(findings) == 1)
    tally = f" ({among(right, len(findings), 'case')} right.)" if right else ""
    return Verdict(
        told.status,
        score,
        message=words.full + tally,
        brief=words.brief + tally,
        hint=hint,
        staff_note=next((finding.staff_note for finding in wrong if finding.staff_note), ""),
        case_index=None if told.case_independent else findings.index(told),
    )


def _told(wrong: Sequence[CaseResult]) -> tuple[CaseResult, Explanation | None]:
    """The finding that is told, and what explains it."""
    explained = [(finding, why) for finding in wrong if (why := _why(finding, wrong))]
    error = next((finding for finding in wrong if finding.status == "error"), None)
    if error or not explained:
        return error or wrong[0], None
    return explained[0]


def _why(finding: CaseResult, wrong: Sequence[CaseResult]) -> Explanation | None:
    """What explains every wrong case of this output; or else this one, and not by chance."""
    alike = [_briefs(other) for other in wrong if other.output == finding.output]
    shared = (
        why
        for why in finding.explanations
        if len(alike) >= why.needs_cases and all(why.brief in briefs for briefs in alike)
    )
    alone = (why for why in finding.explanations if not why.needs_cases)
    return next(itertools.chain(shared, alone), None)


def _briefs(finding: CaseResult) -> set[str]:
    return {why.brief for why in finding.explanations}
