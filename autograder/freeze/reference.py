"""Run the reference through every probe and keep its answers.

The reference is just another submission: expected answers are never typed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.answers import npz
from autograder.answers.store import Answers, AnswersError, FrozenCase
from autograder.checks import kind_of
from autograder.checks.carried import carried_check
from autograder.checks.kind import SettingProblem
from autograder.feedback import prompt
from autograder.feedback.compare import content_of
from autograder.feedback.freedoms import why_idle
from autograder.feedback.troubles import trouble
from autograder.freeze.reuse import NOTHING, Earlier, key_of_check
from autograder.grading.attempts import ExitError, run_check, watching
from autograder.grading.cache_keys import keys
from autograder.grading.grader import payload_of
from autograder.intake.submission import open_submission
from autograder.records import (
    EVERYTHING,
    AnswerKey,
    Assignment,
    Call,
    Case,
    Check,
    Observation,
    Outputs,
    Progress,
    Submission,
    Transcript,
    Verdict,
    silent,
)
from autograder.sandbox import Payload, Sandbox, frames
from autograder.spec import digests, parser
from autograder.spec.cases import CasesError, cases_name, decks_of, draw, the_files
from autograder.spec.staff_folder import StaffFolder
from autograder.text.suggest import nearest

MB = 1_000_000
LARGEST_VALUE = 256 * MB
"""Bytes of one value: every deck's are kept in answers.npz, which is read for each grading."""
TOO_LARGE = (
    "it has {:,.0f} MB, and at most {} can be frozen for each deck; draw fewer numbers, or use a file of `data:`"
)


def reference(folder: StaffFolder, assignment: Assignment) -> Submission:
    """The reference as a submission: the staff folder's own files."""
    return open_submission(folder.path, assignment.files, name="reference")


def freeze(
    folder: StaffFolder,
    assignment: Assignment,
    sandbox: Sandbox,
    progress: Progress = silent,
    earlier: Earlier = NOTHING,
) -> Answers:
    """The cases of every deck, with the reference's answers where the kind of check needs them.

    What still holds of ``earlier`` answers is not run again. Raises `SpecError` without a seed, and `AnswersError` when
    a check's settings do not fit its cases, or the reference fails on a case or does not pass a check, because then
    nobody could. Each error names the place in assignment.yaml.
    """
    seed, frozen_from = parser.seed_of(folder, assignment), digests.frozen_files(folder, assignment)
    right = reference(folder, assignment)
    payload, checks, names = payload_of(assignment, right), assignment.checks, keys(assignment, Answers())
    drawn = _drawn(folder, assignment, checks, seed)
    rows: dict[tuple[int, str], tuple[FrozenCase, ...]] = {}
    known: dict[str, str] = {}
    for number, check in enumerate(checks):
        progress(number, len(checks), check.title)
        decks = decks_of(check, assignment.decks)
        cases = [case for deck in decks for case in drawn[deck, check.id]]
        known[check.id] = key_of_check(names, check, assignment.decks, right.files, cases)
        for deck in decks:
            row = earlier.row(check, deck, known[check.id])
            try:
                new = row or _passed(check, deck, drawn[deck, check.id], payload, sandbox, assignment)
            except _UnfitError as unfit:
                raise AnswersError(_located(folder, check, unfit.problem)) from None
            rows[deck, check.id] = row or earlier.settled(deck, check, new)
    progress(len(checks), len(checks), "")
    return Answers(rows, frozen_from=frozen_from, keys=known)


def _passed(
    check: Check, deck: int, cases: list[Case], payload: Payload, sandbox: Sandbox, assignment: Assignment
) -> tuple[FrozenCase, ...]:
    """The reference's answers to the cases of a deck, by which it passes the check."""
    row = _answered(check, cases, payload, sandbox)
    key = AnswerKey(tuple(item.answer for item in row), assignment.laws)
    try:
        verdict, transcript = run_check(sandbox, payload, check, cases, key)
    except ExitError as ended:
        raise _UnfitError(SettingProblem(f"{check.id}: {ended}")) from None
    if verdict.status != "passed":
        raise _not_passed(check, deck, verdict, transcript)
    _must_carry(check, cases, payload, sandbox, key)
    return row


class _UnfitError(Exception):
    """A check cannot be frozen because of a problem in its settings."""

    def __init__(self, problem: SettingProblem) -> None:
        super().__init__(problem.words)
        self.problem = problem


def _located(folder: StaffFolder, check: Check, problem: SettingProblem) -> str:
    return f"{parser.where(folder, check, problem.at)}: {problem.words}"


def _drawn(
    folder: StaffFolder, assignment: Assignment, checks: Sequence[Check], seed: int
) -> dict[tuple[int, str], list[Case]]:
    """The cases of every check and deck. Raises `AnswersError` with every check that does not fit its cases."""
    functions = {"": the_files, **folder.functions("cases")}
    wanted = {(cases_name(check, deck), check.id) for check in checks for deck in decks_of(check, assignment.decks)}
    if missing := min(((name, of) for name, of in wanted if name not in functions), default=None):
        raise AnswersError(
            f"{folder.path}/cases has no function {missing[0]} for {missing[1]}: freeze the folder that staff "
            "write, not a kit or bundle made from it."
        )
    rows: dict[tuple[int, str], list[Case]] = {}
    problems: list[str] = []
    for check in checks:
        for deck in decks_of(check, assignment.decks):
            try:
                drawn = draw(check, functions[cases_name(check, deck)], seed, deck)
                rows[deck, check.id] = cases = [_reread(check, case) for case in drawn]
                unfit = list(kind_of(check).problems(check, cases))
                failing = filter(None, (prompt.problem(assignment.prompts, check.probe, case) for case in cases))
                unfit += [SettingProblem(words, ("probe",)) for words in failing]
            except CasesError as error:
                unfit = [SettingProblem(str(error), ("cases",))]
            problems += [_located(folder, check, problem) for problem in unfit]
    if problems:
        raise AnswersError("\n".join(dict.fromkeys(problems)))
    return rows


def _reread(check: Check, case: Case) -> Case:
    """The case as graders read it from frozen answers, so that probes and laws see the same values here.

    Raises `CasesError` for an input that no worker can be given, and for a value that cannot be frozen.
    """
    tables: list[dict[str, Any]] = []
    for table, is_sent in ((case.inputs, True), (case.keep, False)):
        tables.append({})
        for name, value in table.items():
            try:
                arrays: list[np.ndarray] = []
                encoded = {name: frames.encode(value, arrays)} if is_sent else {}
                if (size := sum(array.nbytes for array in arrays) or getattr(value, "nbytes", 0)) > LARGEST_VALUE:
                    raise ValueError(TOO_LARGE.format(size / MB, LARGEST_VALUE // MB))
                if is_sent:
                    frames.pack(encoded, arrays)
                tables[-1].update(npz.reread({name: value}))
            except (TypeError, ValueError) as error:
                raise CasesError(f"{name} in the case {case.name!r} of {check.id}: {error}.") from error
    return replace(case, inputs=tables[0], keep=tables[1])


def _answered(check: Check, cases: list[Case], payload: Payload, sandbox: Sandbox) -> tuple[FrozenCase, ...]:
    """The cases with the reference's answers. Raises `_UnfitError` where one is missing or not finite."""
    kind = kind_of(check)
    if not kind.frozen:
        return tuple(FrozenCase(case) for case in cases)
    with watching(sandbox, payload, check) as observe:
        answers: list[Outputs] = [{} for _ in cases]
        for probe in kind.answered_by(check):
            calls = [Call(probe, case, EVERYTHING) for case in cases]
            observations = observe(calls, 0)
            if problem := next(_no_answers(check, calls, observations), None):
                raise _UnfitError(SettingProblem(problem))
            answers = [{**answer, **seen.outputs} for answer, seen in zip(answers, observations, strict=True)]
    return tuple(FrozenCase(case, answer) for case, answer in zip(cases, answers, strict=True))


def _no_answers(check: Check, calls: Sequence[Call], observations: Sequence[Observation]) -> Iterator[str]:
    """Why what came back from the reference is no answer: nothing did, or None everywhere, or not a finite number."""
    for name in (output for output in observations[0].outputs if "[" not in output):  # a part of a table may be None
        if all(name in seen.outputs and content_of(seen.outputs[name]) == "nothing" for seen in observations):
            yield f"the reference has no answer for {check.id}: {name} is None in every case; is a return missing?"
    for call, seen in zip(calls, observations, strict=True):
        where = f"{check.id} on the case {call.case.name!r}"
        if seen.outcome != "returned":
            yield f"the reference has no answer for {where}: {trouble(seen, call, check.limits).full}"
        elif not seen.outputs:
            problem = f"the probe {call.probe} gives nothing back for {where}, so that every answer would be right"
            yield f'{problem}: return a table, such as {{"value": …}}.'
        for name, how in kind_of(check).compared(check, seen.outputs).items():
            if why := name in seen.outputs and why_idle(seen.outputs[name], how.up_to, how.vectors):
                freedoms = " and ".join(how.up_to)
                yield (
                    f"the reference's answer for {where} cannot be compared up to {freedoms}: {name} will not do, as "
                    f"{why}. Or name in `compare` the outputs that up_to is about."
                )
            if name in seen.outputs and not _is_finite(seen.outputs[name]) and not kind_of(check).nan(check):
                yield (
                    f"the reference's answer for {where} is not finite: {name} contains inf or nan. "
                    "Where that is right, say so with `nan: true`."
                )


def doubts(assignment: Assignment, answers: Answers) -> list[str]:
    """What staff should know of how the answers will be compared, once for each check and output."""
    found: dict[tuple[str, str], str] = {}
    for check in assignment.checks:
        for deck in decks_of(check, assignment.decks):
            row = answers.rows.get((deck, check.id), ())
            new = kind_of(check).doubts(check, [frozen.case for frozen in row], [frozen.answer for frozen in row])
            found.update({(check.id, name): words for name, words in new.items() if (check.id, name) not in found})
    return list(found.values())


def _is_finite(array: np.ndarray) -> bool:
    return array.dtype.kind in "UV" or bool(np.isfinite(array).all())


def _must_carry(check: Check, cases: list[Case], payload: Payload, sandbox: Sandbox, key: AnswerKey) -> None:
    """Raise `_UnfitError` where the reference does not agree with its own pieces, because then nobody could."""
    if check.carried is None:
        return
    verdict, _ = run_check(sandbox, payload, carried_check(check), cases, key)
    if verdict.status != "passed":
        words = f"the reference would carry nothing forward in {check.id}: {verdict.message or 'the outputs differ.'}"
        raise _UnfitError(SettingProblem(words, ("carried",)))


def _not_passed(check: Check, deck: int, verdict: Verdict, transcript: Transcript) -> _UnfitError:
    """Why the reference does not pass, and the first setting that names an output which its probe does not give."""
    failure = f"the reference does not pass {check.id} (deck {deck}): {verdict.staff_note or verdict.message}".strip()
    given: dict[str, set[str]] = {}
    for call, seen in zip(transcript.calls, transcript.observations, strict=False):
        given.setdefault(call.probe, set()).update(seen.outputs)
    named = kind_of(check).outputs(check)
    lacking = [output for output in named if given.get(output.probe) and output.name not in given[output.probe]]
    if not lacking:
        return _UnfitError(SettingProblem(failure))
    if not lacking[0].probe:  # what was read names what is there itself
        return _UnfitError(SettingProblem(failure, lacking[0].at))
    name, names = lacking[0].name, given[lacking[0].probe]
    there = f"The probe {lacking[0].probe} gives {', '.join(sorted(names))}, and no {name!r}."
    return _UnfitError(SettingProblem(f"{failure} {there}{nearest(name, names)}".strip(), lacking[0].at))
