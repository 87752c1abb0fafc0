"""Run every known mistake through the same probes as the reference, and keep what it shows.

A mistake is run on the checks of its own question and on those that must catch it. Where random draws take part it is
run several times, so that the range of every random number is known. What was shown before by the same content is taken
from the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from autograder.answers import npz, wrong_answers
from autograder.answers.signatures import WrongAnswer, signature_of
from autograder.answers.store import Answers, AnswersError, FrozenCase
from autograder.answers.wrong_answers import WrongAnswers
from autograder.checks import kind_of
from autograder.checks.conclude import LawError
from autograder.checks.kind import SettingProblem, every_case
from autograder.freeze.drawing import located
from autograder.freeze.kernels import portable
from autograder.freeze.reference import reference
from autograder.freeze.reuse import NOTHING, Earlier, key_of_check
from autograder.grading import time_limits
from autograder.grading.attempts import watching
from autograder.grading.cache import VerdictCache
from autograder.grading.cache_keys import Keys, keys
from autograder.grading.grader import payload_of
from autograder.mistakes import catalogue
from autograder.mistakes.catalogue import Mistake
from autograder.records import AnswerKey, Assignment, Call, Check, Observation, Progress, Submission
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import Sandboxes, map_tasks
from autograder.spec import digests
from autograder.spec.cases import decks_of
from autograder.spec.staff_folder import StaffFolder

DRAWS = 5
"""How often a mistake is run where random draws take part."""

WHAT_IS_KEPT = "shown within the time of a grading, by the code that every processor has"
"""Part of each key in the cache, so that what was kept under other conditions is not taken."""

Decks: TypeAlias = "Mapping[int, tuple[FrozenCase, ...]]"
"""The cases of a check, with answers, by deck."""


@dataclass(frozen=True)
class Kept:
    """What was frozen before, and what was run before."""

    cache: VerdictCache
    earlier: Earlier = NOTHING


@dataclass(frozen=True)
class _Task:
    """One mistake on one check, in every deck."""

    mistake: Mistake
    check: Check
    payload: Payload


def add_wrong_answers(
    folder: StaffFolder,
    assignment: Assignment,
    answers: Answers,
    kept: Kept,
    jobs: int,
    progress: Progress,
) -> Answers:
    """The answers, and what every mistake of the assignment shows in their place.

    A mistake has as much time as in a grading, so that one which is too slow shows a time-out here as well, even on a
    fast machine. What is ``kept`` and still holds is not run again. Raises `MistakesError` when the files of mistakes
    have problems.
    """
    mistakes, names = catalogue.load(folder, assignment), keys(assignment, replace(answers, wrong={}))
    tasks = _tasks(assignment, mistakes, reference(folder, assignment), names)
    new_keys = _keys_of_mistakes(assignment, answers, names, tasks)
    rows: dict[tuple[int, str], list[WrongAnswer]] = {}
    changed = set[str]()
    for mistake in {task.mistake.id: task.mistake for task in tasks}.values():
        old = kept.earlier.wrong(mistake.id, mistake.question, new_keys[f"mistake {mistake.id}"])
        if old is None:
            changed.add(mistake.id)
        for place, answer in (old or {}).items():
            rows.setdefault(place, []).append(replace(answer, hint=mistake.hint))
    tasks = [task for task in tasks if task.mistake.id in changed]
    show = _cached(folder, assignment, answers, names, kept.cache)
    shown = _all_shown(tasks, show, jobs, progress)
    for task, by_deck in zip(tasks, shown, strict=True):
        for deck, answer in by_deck.items():
            rows.setdefault((deck, task.check.id), []).append(answer)
    order = {mistake.id: number for number, mistake in enumerate(mistakes)}
    ordered = {key: tuple(sorted(row, key=lambda answer: order[answer.mistake])) for key, row in sorted(rows.items())}
    return replace(answers, wrong=reachable(assignment, ordered), keys={**answers.keys, **new_keys})


def _all_shown(
    tasks: Sequence[_Task], show: Callable[[Sandbox, _Task], dict[int, WrongAnswer]], jobs: int, progress: Progress
) -> list[dict[int, WrongAnswer]]:
    """What every task shows, on the processor that all machines have."""
    if not tasks:
        return []
    with closing(Sandboxes((), portable())) as sandboxes:
        return map_tasks(tasks, show, jobs, progress, lambda task: task.mistake.id, sandboxes)


def _cached(
    folder: StaffFolder, assignment: Assignment, answers: Answers, names: Keys, cache: VerdictCache
) -> Callable[[Sandbox, _Task], dict[int, WrongAnswer]]:
    """How a task comes to what its mistake shows by deck: from the cache, or by running it in the time of a grading."""
    pace = time_limits.read(folder.path / time_limits.PACE_NAME)
    timed = {check.id: check.limits for check in time_limits.limits_to_prove(assignment, pace).checks}

    def show(sandbox: Sandbox, task: _Task) -> dict[int, WrongAnswer]:
        decks = {deck: answers.of(task.check, deck) for deck in decks_of(task.check, assignment.decks)}
        codes = [names.of_code(task.check, deck, task.payload.files) for deck in decks]
        timely = replace(task, check=replace(task.check, limits=timed[task.check.id]))
        try:
            tree = cache.get(
                digests.of_texts([WHAT_IS_KEPT, str(DRAWS), *codes]),
                lambda: _shown(sandbox, timely, decks, AnswerKey(laws=assignment.laws)),
            )
        except LawError as error:
            words = f"{task.check.id}, with the mistake {task.mistake.id}: {error}"
            raise AnswersError(located(folder, task.check, SettingProblem(words, ("law",)))) from None
        return _from_plain(tree, task.mistake)

    return show


def _keys_of_mistakes(assignment: Assignment, answers: Answers, names: Keys, tasks: Sequence[_Task]) -> dict[str, str]:
    """For each mistake the key of what it shows: its files, its checks, and which checks wait for which."""
    order = repr([(check.id, check.after, check.builds_on, check.public) for check in assignment.checks])
    parts: dict[str, list[str]] = {}
    for task in tasks:
        own = key_of_check(names, task.check, assignment.decks, task.payload.files, ())
        parts.setdefault(f"mistake {task.mistake.id}", [order, str(DRAWS)]).extend(
            [task.check.id, answers.keys.get(task.check.id, ""), own]
        )
    return {name: digests.of_texts(texts) for name, texts in parts.items()}


def _tasks(assignment: Assignment, mistakes: Sequence[Mistake], right: Submission, names: Keys) -> list[_Task]:
    """Every mistake on each of its checks that depends on a file it changes."""
    payloads = {mistake.id: payload_of(assignment, catalogue.submission(mistake, right)) for mistake in mistakes}
    return [
        _Task(mistake, check, payloads[mistake.id])
        for mistake in mistakes
        for check in checks_of(assignment, mistake)
        if names.files_of(check, payloads[mistake.id].files).intersection(edit.file for edit in mistake.edits)
    ]


def reachable(assignment: Assignment, wrong: WrongAnswers) -> WrongAnswers:
    """What mistakes show on each check, without the mistakes that a check before it always catches."""
    checks = {check.id: check for check in assignment.checks}
    caught = {key: {answer.mistake for answer in row if answer.always} for key, row in wrong.items()}

    def stopped(deck: int, check: Check) -> set[str]:
        return {check_id for before in _waits_for(checks, check) for check_id in caught.get((deck, before.id), ())}

    kept = {
        (deck, check_id): tuple(answer for answer in row if answer.mistake not in stopped(deck, checks[check_id]))
        for (deck, check_id), row in wrong.items()
    }
    return {key: row for key, row in kept.items() if row}


def _waits_for(checks: Mapping[str, Check], check: Check) -> list[Check]:
    """The checks a check waits for. A public check waits only for public ones, because the kit has no others."""
    found: dict[str, Check] = {}
    todo = [check]
    while todo:
        waiting = todo.pop()
        ids = [
            check_id
            for check_id in (*waiting.after, *waiting.builds_on)
            if check_id not in found and (checks[check_id].public or not check.public)
        ]
        found.update((check_id, checks[check_id]) for check_id in ids)
        todo += [checks[check_id] for check_id in ids]
    return list(found.values())


def _from_plain(tree: Mapping[str, Any], mistake: Mistake) -> dict[int, WrongAnswer]:
    """What `_shown` found, with the mistake's hint as it is now."""
    pool = np.array([float(number) for number in tree["pool"]], dtype=np.float32)
    rows = wrong_answers.from_tree({"rows": tree["rows"], "pool": pool})
    return {deck: replace(found, mistake=mistake.id, hint=mistake.hint) for (deck, _), (found,) in rows.items()}


def checks_of(assignment: Assignment, mistake: Mistake) -> list[Check]:
    """The checks on which a mistake is run.

    Those that train networks identify hardly any mistake, so they are run only where it names them.
    """
    own = {
        check.id for question in assignment.questions if question.id == mistake.question for check in question.checks
    }
    return [
        check
        for check in assignment.checks
        if check.id in mistake.checks or (check.id in own and not kind_of(check).trains)
    ]


def _shown(sandbox: Sandbox, task: _Task, decks: Decks, key: AnswerKey) -> dict[str, Any]:
    """What the mistake shows on the cases of the check, by deck; a deck on which it is right is left out.

    As the cache keeps it: plain values, the numbers of all samples as a list.
    """
    found: dict[tuple[int, str], tuple[WrongAnswer, ...]] = {}
    for deck, (calls, draws) in _runs(sandbox, task.payload, task.check, decks).items():
        cases = tuple(
            signature_of(task.check, call, [run[i] for run in draws], row.answer, key)
            for i, (call, row) in enumerate(zip(calls, decks[deck], strict=True))
        )
        if any(cases):
            found[deck, ""] = (WrongAnswer(task.mistake.id, task.mistake.hint, cases),)
    tree = wrong_answers.tree_of(found)
    return {**tree, "pool": [repr(float(number)) for number in tree["pool"]]}


def _runs(
    sandbox: Sandbox, payload: Payload, check: Check, decks: Decks
) -> dict[int, tuple[list[Call], list[list[Observation]]]]:
    """The check's own calls in every deck and what they showed, each deck within the check's own time.

    They are made once, or, if any case hands over a generator, once for each of several draws.
    """
    allows = kind_of(check).allows
    plans = {
        deck: every_case(check, [row.case for row in rows], allows(check, [row.answer for row in rows]))
        for deck, rows in decks.items()
    }
    random = any(call.case.has_generator for calls in plans.values() for call in calls)
    draws = range(DRAWS if random else 1)
    patient = check.within(check.limits.seconds * len(draws))
    runs: dict[int, tuple[list[Call], list[list[Observation]]]] = {}
    same: dict[str, list[list[Observation]]] = {}
    for deck, calls in plans.items():
        drawn = npz.digest([[call.case.name, dict(call.case.inputs)] for call in calls])
        if drawn not in same:  # a check without random cases has the same ones in every deck
            with watching(sandbox, payload, patient) as observe:
                same[drawn] = [observe(calls, attempt) for attempt in draws]
        runs[deck] = calls, same[drawn]
    return runs
