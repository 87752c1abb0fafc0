"""From cases to one verdict: `guarded` judges one case, `conclude` adds up the results of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from autograder.errors import StaffError, raised
from autograder.feedback.factors import Explanation
from autograder.feedback.messages import Message
from autograder.feedback.prompt import prompt_of
from autograder.feedback.troubles import status_of, trouble
from autograder.records import Call, Check, Fault, Observation, PromptFunction, Status, Verdict
from autograder.records.staff_time import TooLongError
from autograder.text.plural import among

NO_PROMPTS: Mapping[str, PromptFunction] = MappingProxyType({})
EXTRA_AXIS_SHARE = 0.5
"""What the right numbers with one superfluous axis of length 1 are worth: the idea is right, the shape is not."""

CASE_INDEPENDENT: frozenset[Fault] = frozenset({"missing", "unwritten", "load", "memory"})
"""Faults that have nothing to do with the case, nor with the failure of an earlier check."""

MANY = 8
CUT = 300
NOT_AS_ASKED = "The result could not be checked: an output is missing, or has the wrong shape or type."
NOT_IN_TIME = "The result could not be checked in time."


@dataclass(frozen=True)
class CaseResult:
    """What one wrong case showed. ``credit`` is the share of the case's points that it earns all the same.

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


class LawError(StaffError):
    """A law returned neither a sentence nor None, which is no verdict on what a student returned."""


Look: TypeAlias = "Callable[[Check, Call, Observation], CaseResult | None]"
"""How a kind of check looks at one case that returned; None when the case is right."""


def guarded(
    check: Check, call: Call, observation: Observation, look: Look, prompts: Mapping[str, PromptFunction] = NO_PROMPTS
) -> CaseResult | None:
    """What ``look`` finds in one case, or why it cannot look: nothing came back, or nothing that can be judged.

    Raises `LawError`, which names the case, where a law gives no verdict.
    """
    trouble = case_trouble(check, call, observation, prompts)
    if trouble:
        return trouble
    try:
        return look(check, call, observation)
    except LawError as error:
        raise LawError(f"Judging the case {call.case.name!r}: {error}") from error
    # staff's law may raise anything over a student's outputs; no other check may suffer from it
    except Exception as error:
        return cannot_be_judged(call, observation, error)


def case_trouble(
    check: Check, call: Call, observation: Observation, prompts: Mapping[str, PromptFunction] = NO_PROMPTS
) -> CaseResult | None:
    """The result of a case whose call did not return; None when it did."""
    if observation.outcome == "returned":
        return None
    if observation.error is not None and observation.error.fault == "unusable":
        observation = replace(observation, error=prompt_of(prompts, call.probe, call.case).retold(observation.error))
    return CaseResult(
        status_of(observation),
        trouble(observation, call, check.limits),
        hint=None,
        case_independent=observation.error is not None and observation.error.fault in CASE_INDEPENDENT,
    )


def cannot_be_judged(call: Call, observation: Observation, error: Exception) -> CaseResult:
    """The result of a case whose judge raised.

    Every judge could look at the reference's outputs when they were frozen. If a law or judge raises on a student's
    outputs, the outputs have the wrong names, shapes or types: the case fails, and staff read what was raised. A case
    also fails when a law does not end.
    """
    found = [f"{name} ({array.dtype}, shape {array.shape})" for name, array in observation.outputs.items()]
    more = f", and {len(found) - MANY} more" if len(found) > MANY else ""
    brief = NOT_IN_TIME if isinstance(error, TooLongError) else NOT_AS_ASKED
    words = Message(f"{brief} It was {', '.join(found[:MANY]) or 'nothing'}{more}.", brief)
    judging = f"Judging the case {call.case.name!r}"
    note = f"{judging}: {error}" if isinstance(error, StaffError) else f"{judging} raised {raised(error, CUT)}."
    return CaseResult("failed", words, call.case.hint, staff_note=note)


def conclude(check: Check, results: Sequence[CaseResult | None], calls: Sequence[Call] = ()) -> Verdict:
    """One verdict from the results of all cases, None for each case that is right.

    ``calls`` name the cases, whose weights may differ. The verdict's message describes the first error, else the first
    wrong case with an explanation, else the first wrong case.
    """
    wrong = [result for result in results if result]
    if not wrong:
        return Verdict("passed", 1.0)
    right = len(results) - len(wrong)
    shown, explanation = _shown(wrong)
    words = shown.words.explained(explanation)
    score, worth = _score(check, results, calls)
    tally = f" ({among(right, len(results), 'case')} right{worth}.)" if right else ""
    # The shown case's hint comes first where every wrong case has the same one, unless all of several cases are wrong.
    its_own = (right or len(results) == 1) and all((result.hint or "") == (shown.hint or "") for result in wrong)
    hints = (shown.hint, check.hint) if its_own else (check.hint, shown.hint)
    return Verdict(
        shown.status,
        score,
        message=_with_tally(words.full, tally),
        brief=_with_tally(words.brief, tally),
        hint="" if shown.hint is None else hints[0] or hints[1] or "",
        staff_note=next((result.staff_note for result in wrong if result.staff_note), ""),
        case_index=None if shown.case_independent else results.index(shown),
        output=shown.output,
    )


def _with_tally(text: str, tally: str) -> str:
    """A message and how many cases are right: on a line of its own where the last one may be a line of code."""
    return text + (tally if "\n" not in text else f"\n{tally.strip()}" if tally else "")


def _score(check: Check, results: Sequence[CaseResult | None], calls: Sequence[Call]) -> tuple[float, str]:
    """The share of points earned by right cases and partial credit, and what a student must know about how it was
    computed.
    """
    if getattr(check.options, "all_or_nothing", False):
        return 0.0, "; points are for all of them together"
    weights: dict[str, float] = getattr(check.options, "weights", {})
    worth = [weights.get(call.case.name, 1.0) for call in calls] or [1.0] * len(results)
    earned = [weight * (result.credit if result else 1.0) for weight, result in zip(worth, results, strict=True)]
    return sum(earned) / sum(worth), "; the cases are not worth the same" if weights else ""


def _shown(wrong: Sequence[CaseResult]) -> tuple[CaseResult, Explanation | None]:
    """The result that the message describes, and what explains it.

    An explanation fits every wrong case of its output; what is only seen in a case may be told of this case alone.
    """
    error = next((result for result in wrong if result.status == "error"), None)
    if error:
        return error, None
    for result in wrong:
        alike = [{why.key: why for why in other.explanations} for other in wrong if other.output == result.output]
        shared = [
            why
            for why in result.explanations
            if all(why.key in whys for whys in alike) and _witnesses(why.key, alike) >= why.needs_cases
        ]
        if fitting := shared or [why for why in result.explanations if why.seen]:
            return result, fitting[0]
    return wrong[0], None


def _witnesses(key: str, alike: Sequence[Mapping[str, Explanation]]) -> int:
    """How many cases show an explanation by numbers of their own: equal numbers may agree by one accident."""
    return len({whys[key].witness or number for number, whys in enumerate(alike)})
