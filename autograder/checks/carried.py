"""Carried: what the student's code gives agrees with what the student's own earlier pieces give.

A check is judged in this way when a check that it waits for has failed: a network with wrong layers is compared with
these same layers, called in the right order. Nothing frozen takes part. Each of the two probes has a worker of its own,
so the code that is judged never meets the probe that says what is expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.checks.conclude import CaseResult, conclude, guarded
from autograder.checks.kind import Kind, Talk, every_case
from autograder.checks.settings import Options
from autograder.feedback.compare import disagreement
from autograder.feedback.messages import Message
from autograder.feedback.troubles import trouble
from autograder.records import AnswerKey, Call, Case, Check, Observation, Outputs, Verdict

NAME = "carried"
UNLIKE = Message("", "")
"""Nobody reads how a case differs: the check's own message stands."""


def carried_check(check: Check) -> Check:
    """The check that is judged in place of one with a setting ``carried``, when an earlier check stands in its way."""
    assert check.carried is not None
    probe = check.carried.instead or check.probe
    alone = replace(check, probe=probe, after=(), builds_on=(), carried=None)
    return replace(alone, kind=NAME, options=check.carried) if check.carried.expects else alone


def talk(check: Check, cases: Sequence[Case], key: AnswerKey) -> Talk:
    """Compare each case with what the second probe makes of the student's own pieces.

    Where it makes nothing in any case, because a piece fails or is too simple to carry anything, the check is skipped.
    """
    calls = every_case(check, cases)
    given = yield calls
    expected = yield [Call(check.options.expects, case) for case in cases]
    refusals = [(call, seen) for call, seen in zip(calls, expected, strict=True) if seen.outcome != "returned"]
    if len(refusals) == len(cases):
        call, seen = refusals[0]
        words = trouble(seen, call, check.limits)
        return Verdict("skipped", 0.0, words.full, words.brief)
    results: list[CaseResult | None] = []
    for call, own, wanted in zip(calls, given, expected, strict=True):
        if wanted.outcome != "returned":
            results.append(CaseResult("failed", UNLIKE))
        else:
            results.append(guarded(check, call, own, lambda *row, outputs=wanted.outputs: _look(outputs, row[2])))
    return conclude(check, results)


def _look(wanted: Outputs, seen: Observation) -> CaseResult | None:
    agree = all(name in seen.outputs and not disagreement(seen.outputs[name], wanted[name]) for name in wanted)
    return None if agree else CaseResult("failed", UNLIKE)


def probes(check: Check) -> tuple[str, ...]:
    """The check's own probe, and that of the student's pieces."""
    return check.probe, check.options.expects


KIND = Kind(Options, talk, words="your own earlier code", probes=probes, apart=True)
