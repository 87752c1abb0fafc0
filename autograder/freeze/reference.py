"""Run the reference through every probe and keep its answers.

The reference is just another submission: expected answers are never typed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.answers.store import Answers, AnswersError, FrozenCase
from autograder.checks import kind_of
from autograder.checks.carried import carried_check
from autograder.checks.conclude import LawError
from autograder.checks.kind import SettingProblem
from autograder.feedback.compare import content_of
from autograder.feedback.freedoms import why_idle
from autograder.feedback.troubles import trouble
from autograder.freeze.drawing import drawn_cases, located
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
from autograder.sandbox import Payload, Sandbox
from autograder.spec import digests, parser
from autograder.spec.cases import decks_of
from autograder.spec.staff_folder import StaffFolder
from autograder.text.suggest import nearest

NO_NUMBERS = np.zeros(0)
VARIES = (
    "the reference gives other answers for {check} when it is run again (deck {deck}): {message}\nDoes it draw random "
    "numbers of its own? Give it a generator from the case, such as Rng(5), or judge what it gives by a law."
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
    drawn = drawn_cases(folder, assignment, checks, seed)
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
                raise AnswersError(located(folder, check, unfit.problem)) from None
            rows[deck, check.id] = row or earlier.settled(deck, check, new)
    progress(len(checks), len(checks), "")
    return Answers(rows, frozen_from=frozen_from, keys=known)


def _passed(
    check: Check, deck: int, cases: list[Case], payload: Payload, sandbox: Sandbox, assignment: Assignment
) -> tuple[FrozenCase, ...]:
    """The reference's answers to the cases of a deck, by which it passes the check.

    Where no case holds a seed, the second attempt, in which numpy and random are seeded otherwise, must give the same.
    """
    row = _answered(check, cases, payload, sandbox)
    key = AnswerKey(tuple(item.answer for item in row), assignment.laws)
    first = 1 if kind_of(check).frozen and not any(case.is_random for case in cases) else 0
    try:
        verdict, transcript = run_check(sandbox, payload, check, cases, key, first)
        varies = first and verdict.status == "failed"
        if varies and run_check(sandbox, payload, check, cases, key)[0].status == "passed":
            raise _UnfitError(SettingProblem(VARIES.format(check=check.id, deck=deck, message=verdict.message)))
    except (ExitError, LawError) as ended:
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
            yield f"the reference has no answer for {where}: {_why_none(check, call, seen)}"
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
            array = seen.outputs.get(name, NO_NUMBERS)
            if array.dtype.kind not in "UV" and not np.isfinite(array).all() and not kind_of(check).nan(check):
                yield (
                    f"the reference's answer for {where} is not finite: {name} contains inf or nan. "
                    "Where that is right, say so with `nan: true`."
                )


def _why_none(check: Check, call: Call, seen: Observation) -> str:
    """Why a call of the reference gave no outputs. An error outside of the reference's lines is the probe's own."""
    error = seen.error
    if error and error.fault == "exception" and not error.file:
        return f"the probe {call.probe} raised {error.type}: {error.message}."
    if error and error.fault == "missing":
        return f"the probe {call.probe} asks for what is not there. {error.message}"
    return trouble(seen, call, check.limits).full


def doubts(assignment: Assignment, answers: Answers) -> list[str]:
    """What staff should know of how the answers will be compared, once for each check and output."""
    found: dict[tuple[str, str], str] = {}
    for check in assignment.checks:
        for deck in decks_of(check, assignment.decks):
            row = answers.rows.get((deck, check.id), ())
            new = kind_of(check).doubts(check, [frozen.case for frozen in row], [frozen.answer for frozen in row])
            found.update({(check.id, name): words for name, words in new.items() if (check.id, name) not in found})
    return list(found.values())


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
