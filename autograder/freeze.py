"""Run the reference through every probe and keep its answers. The door is `freeze`.

The reference is just another submission: expected answers are never typed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograder import answers as frozen
from autograder import spec, staff_code
from autograder.answers import Answers, AnswersError, FrozenCase
from autograder.checks import KINDS
from autograder.crew import Progress
from autograder.grading import Known, examined, load_of
from autograder.intake import open_submission
from autograder.origin import digests
from autograder.records import Assignment, Case, Check, Outputs, Seen, Submission
from autograder.sandbox import Load, Sandbox


def unwatched(done: int, total: int, title: str) -> None:
    """Progress that nobody follows."""


def reference(assignment: Assignment) -> Submission:
    """The files of the assignment's own folder, as a submission."""
    return open_submission(Path(assignment.folder), assignment.files, name="reference")


def freeze(assignment: Assignment, sandbox: Sandbox, progress: Progress = unwatched) -> Answers:
    """The cases of every deck, with the reference's answers where the kind of check needs them.

    Raises `SpecError` without a seed, and `AnswersError` when the reference fails on a case or does not pass a check, for
    nobody else could, or when a check's settings do not fit its cases.
    """
    seed, origin = spec.seed_of(assignment), digests(assignment)
    functions = staff_code.functions(Path(assignment.folder), "cases")
    load = load_of(assignment, reference(assignment))
    checks = [check for check in assignment.checks if check.kind != "leaderboard"]
    rows: dict[tuple[int, str], tuple[FrozenCase, ...]] = {}
    for number, check in enumerate(checks):
        progress(number, len(checks), check.title)
        for deck in frozen.decks_of(check, assignment.decks):
            cases = frozen.draw(check, _function(assignment, functions, check), seed, deck)
            if slip := KINDS[check.kind].slip(check, cases):
                raise AnswersError(slip)
            row = _answered(check, cases, load, sandbox)
            _pass_or_raise(check, deck, Known(row, (), assignment.laws), load, sandbox)
            rows[deck, check.id] = row
    progress(len(checks), len(checks), "")
    return Answers(rows, origin=origin)


def _function(assignment: Assignment, functions: Mapping[str, Callable[..., Any]], check: Check) -> Callable[..., Any]:
    if check.cases not in functions:
        raise AnswersError(
            f"{assignment.folder}/cases has no function {check.cases} for {check.id}: freeze in the folder that staff write, "
            "not in what was made from it."
        )
    return functions[check.cases]


def _answered(check: Check, cases: list[Case], load: Load, sandbox: Sandbox) -> tuple[FrozenCase, ...]:
    kind = KINDS[check.kind]
    if not kind.frozen:
        return tuple(FrozenCase(case) for case in cases)
    with sandbox.worker(load, check.limits) as worker:
        seen = worker.run(kind.plan(check, cases))
    return tuple(FrozenCase(case, _answer(check, case, one)) for case, one in zip(cases, seen, strict=True))


def _pass_or_raise(check: Check, deck: int, known: Known, load: Load, sandbox: Sandbox) -> None:
    verdict, _ = examined(sandbox, load, check, known)
    if verdict.status != "passed":
        raise AnswersError(f"the reference does not pass {check.id} (deck {deck}): {verdict.message} {verdict.finding}")


def _answer(check: Check, case: Case, seen: Seen) -> Outputs:
    if seen.outcome != "returned":
        raise AnswersError(
            f"the reference has no answer for {check.id} on the case {case.name!r}: {seen.outcome}, {seen.error}"
        )
    for name in getattr(check.options, "compare", ()) or seen.outputs:
        if name in seen.outputs and not np.isfinite(seen.outputs[name]).all():
            raise AnswersError(
                f"the reference's answer for {check.id} on the case {case.name!r} is not finite: {name} has inf or nan in it."
            )
    return seen.outputs
