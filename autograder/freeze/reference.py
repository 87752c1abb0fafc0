"""Run the reference through every probe and keep its answers. The door is `freeze`.

The reference is just another submission: expected answers are never typed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.answers.store import Answers, AnswersError, FrozenCase
from autograder.checks import KINDS
from autograder.checks.kind import OutputReference, SettingProblem
from autograder.freeze.staleness import digests
from autograder.grading.grader import Known, load_of, run_check
from autograder.intake.submission import open_submission
from autograder.records import Assignment, Case, Check, Observation, Outputs, Submission, Transcript
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import Progress
from autograder.spec import loader
from autograder.spec.cases import CasesError, decks_of, draw
from autograder.spec.staff_folder import StaffFolder
from autograder.text.suggest import nearest


def unwatched(done: int, total: int, title: str) -> None:
    """Progress that nobody follows."""


def reference(folder: StaffFolder, assignment: Assignment) -> Submission:
    """The files of the staff folder itself, as a submission."""
    return open_submission(folder.path, assignment.files, name="reference")


def freeze(folder: StaffFolder, assignment: Assignment, sandbox: Sandbox, progress: Progress = unwatched) -> Answers:
    """The cases of every deck, with the reference's answers where the kind of check needs them.

    Raises `SpecError` without a seed, and `AnswersError` when the reference fails on a case or does not pass a check, for
    nobody else could, or when a check's settings do not fit its cases. Each says where in assignment.yaml the check is.
    """
    seed, origin = loader.seed_of(folder, assignment), digests(folder, assignment)
    load = load_of(assignment, reference(folder, assignment))
    checks = [check for check in assignment.checks if check.kind != "leaderboard"]
    drawn = _drawn(folder, assignment, checks, seed)
    rows: dict[tuple[int, str], tuple[FrozenCase, ...]] = {}
    for number, check in enumerate(checks):
        progress(number, len(checks), check.title)
        for deck in decks_of(check, assignment.decks):
            try:
                row = _answered(check, drawn[deck, check.id], load, sandbox)
                _pass_or_raise(check, deck, Known(row, (), assignment.laws), load, sandbox)
            except _UnfitError as unfit:
                raise AnswersError(f"{loader.where(folder, check, unfit.slip.at)}: {unfit.slip.words}") from None
            rows[deck, check.id] = row
    progress(len(checks), len(checks), "")
    return Answers(rows, frozen_from=origin)


class _UnfitError(Exception):
    """A check that cannot be frozen, and which of its settings is to be mended."""

    def __init__(self, slip: SettingProblem) -> None:
        super().__init__(slip.words)
        self.slip = slip


def _drawn(
    folder: StaffFolder, assignment: Assignment, checks: Sequence[Check], seed: int
) -> dict[tuple[int, str], list[Case]]:
    """The cases of every check and deck. Raises `AnswersError` with every check that does not fit its own."""
    functions = folder.functions("cases")
    rows: dict[tuple[int, str], list[Case]] = {}
    troubles: list[str] = []
    for check in checks:
        function = _function(folder, functions, check)
        for deck in decks_of(check, assignment.decks):
            try:
                rows[deck, check.id] = draw(check, function, seed, deck)
                slips = KINDS[check.kind].slips(check, rows[deck, check.id])
            except CasesError as error:
                slips = [SettingProblem(str(error), ("cases",))]
            troubles += [f"{loader.where(folder, check, slip.at)}: {slip.words}" for slip in slips]
    if troubles:
        raise AnswersError("\n".join(dict.fromkeys(troubles)))
    return rows


def _function(folder: StaffFolder, functions: Mapping[str, Callable[..., Any]], check: Check) -> Callable[..., Any]:
    if check.cases not in functions:
        raise AnswersError(
            f"{folder.path}/cases has no function {check.cases} for {check.id}: freeze in the folder that staff write, "
            "not in what was made from it."
        )
    return functions[check.cases]


def _answered(check: Check, cases: list[Case], load: Payload, sandbox: Sandbox) -> tuple[FrozenCase, ...]:
    kind = KINDS[check.kind]
    if not kind.frozen:
        return tuple(FrozenCase(case) for case in cases)
    with sandbox.worker(load, check.limits) as worker:
        seen = worker.run(kind.plan(check, cases))
    return tuple(FrozenCase(case, _answer(check, case, one)) for case, one in zip(cases, seen, strict=True))


def _pass_or_raise(check: Check, deck: int, known: Known, load: Payload, sandbox: Sandbox) -> None:
    verdict, observed = run_check(sandbox, load, check, known)
    if verdict.status != "passed":
        missing = _missing(check, observed)
        said = f"the reference does not pass {check.id} (deck {deck}): {verdict.message} {verdict.staff_note}".strip()
        raise _UnfitError(replace(missing, words=f"{said} {missing.words}".strip()))


def _missing(check: Check, observed: Transcript) -> SettingProblem:
    """The first setting that names an output which its probe does not give; one without words when all are given."""
    given: dict[str, set[str]] = {}
    for call, seen in zip(observed.calls, observed.observations, strict=False):
        given.setdefault(call.probe, set()).update(seen.outputs)
    lacking = [
        one for one in KINDS[check.kind].named(check) if given.get(one.probe) and one.name not in given[one.probe]
    ]
    slips = (
        SettingProblem(f"{_gives(one, given[one.probe])}{nearest(one.name, given[one.probe])}", one.at)
        for one in lacking
    )
    return next(slips, SettingProblem(""))


def _gives(missing: OutputReference, given: Iterable[str]) -> str:
    return f"The probe {missing.probe} gives {', '.join(sorted(given))}, and no {missing.name!r}."


def _answer(check: Check, case: Case, seen: Observation) -> Outputs:
    if seen.outcome != "returned":
        said = f"the reference has no answer for {check.id} on the case {case.name!r}: {seen.outcome}, {seen.error}"
        raise _UnfitError(SettingProblem(said))
    for name in getattr(check.options, "compare", ()) or seen.outputs:
        if name in seen.outputs and not np.isfinite(seen.outputs[name]).all():
            said = f"the reference's answer for {check.id} on the case {case.name!r} is not finite: {name} has inf or nan in it."
            raise _UnfitError(SettingProblem(said))
    return seen.outputs
