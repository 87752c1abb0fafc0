"""Judging a case with care: what cannot be judged is the fault of what came back. The doors are `guarded` and `cannot_be_judged`.

When the answers were frozen, every law and every judge could look at the reference's outputs on the same cases. One that
falls over a student's outputs does so because these are not what was asked for: an output is missing, or has another
shape or type. So it is the student's case that fails, and staff are told what was raised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from autograder.checks.kind import CaseResult, case_trouble
from autograder.errors import raised
from autograder.feedback.messages import Message
from autograder.records import Call, Check, Observation

Look: TypeAlias = "Callable[[Check, Call, Observation], CaseResult | None]"
"""How a kind of check looks at one case that came back; None when it is right."""

MANY = 8
CUT = 300
NOT_AS_ASKED = (
    "What came back could not be judged: an output is missing, or its shape or type is not what was asked for."
)


def guarded(check: Check, call: Call, seen: Observation, look: Look) -> CaseResult | None:
    """What a look at one case finds; where nothing came back, or nothing that can be judged, that is found."""
    trouble = case_trouble(check, call, seen)
    if trouble:
        return trouble
    try:
        return look(check, call, seen)
    except (
        Exception
    ) as error:  # whatever staff's law may raise over a student's numbers, no other check may suffer from it
        return cannot_be_judged(call, seen, error)


def cannot_be_judged(call: Call, seen: Observation, error: Exception) -> CaseResult:
    """The finding of a case that a judge fell over."""
    words = Message(f"{NOT_AS_ASKED} It was {_listed(seen)}.", NOT_AS_ASKED)
    return CaseResult(
        "failed", words, call.case.hint, staff_note=f"Judging the case {call.case.name!r} raised {raised(error, CUT)}."
    )


def _listed(seen: Observation) -> str:
    """What came back, by name, type and shape."""
    found = [f"{name} ({array.dtype}, shape {array.shape})" for name, array in seen.outputs.items()]
    more = f", and {len(found) - MANY} more" if len(found) > MANY else ""
    return (", ".join(found[:MANY]) or "nothing") + more
