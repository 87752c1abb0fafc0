"""Run every known mistake through the same probes as the reference, and keep what it shows. The door is `add_wrong_answers`.

A mistake is run on the checks of its own question and on those that must catch it. Where random draws take part it is
run several times, so that the numbers which luck decides are known. What was shown before, by the same content, is
taken from the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from autograder.answers import signatures
from autograder.answers.signatures import Rows, WrongAnswer, symptom
from autograder.answers.store import Answers, FrozenCase
from autograder.checks import KINDS
from autograder.freeze.reference import reference
from autograder.grading.cache import Ledger, digest, keys
from autograder.grading.grader import load_of
from autograder.mistakes import catalogue as known
from autograder.mistakes.catalogue import Mistake
from autograder.records import AnswerKey, Assignment, Call, Check, Observation, Rng
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import Progress, map_tasks
from autograder.spec.cases import deck_of, decks_of
from autograder.spec.staff_folder import StaffFolder

DRAWS = 5
"""How often a mistake is run where luck takes part."""

ASKED_FOR = {"accuracy"}
"""Kinds of check on which a mistake is run only where it names them: they train networks, and tell little."""


Decks: TypeAlias = "Mapping[int, tuple[FrozenCase, ...]]"
"""The cases of a check, with answers, by deck."""


@dataclass(frozen=True)
class _Task:
    """One mistake on one check, in every deck."""

    mistake: Mistake
    check: Check
    load: Payload


def add_wrong_answers(
    folder: StaffFolder, assignment: Assignment, answers: Answers, ledger: Ledger, jobs: int, progress: Progress
) -> Answers:
    """The answers, and what every mistake of the assignment shows in their place.

    Gradient checks get answers too: nobody is judged by them, but they tell which gradients a mistake has right.
    Raises `MistakesError` when the files of mistakes are not in order.
    """
    right, mistakes = reference(folder, assignment), known.load(folder, assignment)
    loads = {one.id: load_of(assignment, known.submission(one, right)) for one in mistakes}
    names = keys(assignment, replace(answers, wrong={}))
    tasks = [
        _Task(one, check, loads[one.id])
        for one in mistakes
        for check in checks_of(assignment, one)
        if names.files_of(check, loads[one.id].files).intersection(edit.file for edit in one.edits)
    ]
    slopes = _reference_slopes(assignment, answers, load_of(assignment, right), jobs)

    def work(sandbox: Sandbox, task: _Task) -> dict[int, WrongAnswer]:
        decks = {
            deck: slopes.get((deck, task.check.id), answers.of(task.check, deck))
            for deck in _decks(assignment, task.check)
        }
        key = digest(
            ["shown within a deck's time", str(DRAWS), *(names.of(task.check, deck, task.load.files) for deck in decks)]
        )
        tree = ledger.remembered(key, lambda: _plain(_shown(sandbox, task, decks, AnswerKey(laws=assignment.laws))))
        return _from_plain(tree, task.mistake)

    shown = map_tasks(tasks, work, jobs, progress, lambda task: task.mistake.id)
    rows: dict[tuple[int, str], list[WrongAnswer]] = {}
    for task, by_deck in zip(tasks, shown, strict=True):
        for deck, found in by_deck.items():
            rows.setdefault((deck, task.check.id), []).append(found)
    wrong = reachable(assignment, {key: tuple(row) for key, row in sorted(rows.items())})
    return replace(answers, rows={**answers.rows, **slopes}, wrong=wrong)


def reachable(assignment: Assignment, wrong: Rows) -> Rows:
    """What mistakes show, without those that never come as far: a check that this one waits for always catches them."""
    checks = {check.id: check for check in assignment.checks}
    caught = {key: {one.mistake for one in row if one.always} for key, row in wrong.items()}

    def stopped(deck: int, check: Check) -> set[str]:
        return {
            check_id
            for before in _waits_for(checks, check)
            for check_id in caught.get((deck_of(before, deck), before.id), ())
        }

    kept = {
        (deck, check_id): tuple(one for one in row if one.mistake not in stopped(deck, checks[check_id]))
        for (deck, check_id), row in wrong.items()
    }
    return {key: row for key, row in kept.items() if row}


def _waits_for(checks: Mapping[str, Check], check: Check) -> list[Check]:
    """All that must pass before a check counts; at home, where public checks are alone, only these."""
    found: dict[str, Check] = {}
    todo = [check]
    while todo:
        one = todo.pop()
        ids = [
            check_id
            for check_id in (*one.after, *one.builds_on)
            if check_id not in found and (checks[check_id].public or not check.public)
        ]
        found.update((check_id, checks[check_id]) for check_id in ids)
        todo += [checks[check_id] for check_id in ids]
    return list(found.values())


def _plain(shown: Mapping[int, WrongAnswer]) -> dict[str, Any]:
    """What the ledger keeps: plain values, the numbers of all samples as a list."""
    tree = signatures.tree_of({(deck, ""): (found,) for deck, found in shown.items()})
    return {**tree, "pool": [repr(float(number)) for number in tree["pool"]]}


def _from_plain(tree: Mapping[str, Any], mistake: Mistake) -> dict[int, WrongAnswer]:
    """What `_plain` was given, with the mistake's hint as it is now."""
    pool = np.array([float(number) for number in tree["pool"]], dtype=np.float32)
    rows = signatures.from_tree({"rows": tree["rows"], "pool": pool})
    return {deck: replace(found, mistake=mistake.id, hint=mistake.hint) for (deck, _), (found,) in rows.items()}


def checks_of(assignment: Assignment, mistake: Mistake) -> list[Check]:
    """The checks on which a mistake is run."""
    own = {check.id for one in assignment.questions if one.id == mistake.question for check in one.checks}
    return [
        check
        for check in assignment.checks
        if check.kind != "leaderboard"
        and (check.id in mistake.checks or (check.id in own and check.kind not in ASKED_FOR))
    ]


def _decks(assignment: Assignment, check: Check) -> range:
    return decks_of(check, assignment.decks)


def _shown(sandbox: Sandbox, task: _Task, decks: Decks, key: AnswerKey) -> dict[int, WrongAnswer]:
    """What the mistake shows on the cases of the check, by deck; a deck on which it is right is left out."""
    found: dict[int, WrongAnswer] = {}
    for deck, (calls, draws) in _runs(sandbox, task.load, task.check, decks).items():
        cases = tuple(
            symptom(task.check, call, [run[i] for run in draws], row.answer, key)
            for i, (call, row) in enumerate(zip(calls, decks[deck], strict=True))
        )
        if any(cases):
            found[deck] = WrongAnswer(task.mistake.id, task.mistake.hint, cases)
    return found


def _runs(
    sandbox: Sandbox, load: Payload, check: Check, decks: Decks
) -> dict[int, tuple[list[Call], list[list[Observation]]]]:
    """What is seen of the check's own calls in every deck, each within the check's own time: once, or with several draws."""
    plans = {deck: KINDS[check.kind].plan(check, [row.case for row in rows]) for deck, rows in decks.items()}
    draws = range(DRAWS if any(map(_is_random, plans.values())) else 1)
    limits = replace(check.limits, seconds=check.limits.seconds * len(draws))
    runs: dict[int, tuple[list[Call], list[list[Observation]]]] = {}
    for deck, calls in plans.items():
        with sandbox.worker(load, limits) as worker:
            runs[deck] = calls, [worker.run(calls, attempt) for attempt in draws]
    return runs


def _is_random(calls: Sequence[Call]) -> bool:
    return any(isinstance(value, Rng) for call in calls for value in call.case.inputs.values())


def _reference_slopes(
    assignment: Assignment, answers: Answers, load: Payload, jobs: int
) -> dict[tuple[int, str], tuple[FrozenCase, ...]]:
    """For gradient checks, which need no answer to judge: the reference's outputs, to see where a mistake differs."""
    checks = [check for check in assignment.checks if check.kind == "gradient"]

    def work(sandbox: Sandbox, check: Check) -> Decks:
        decks = {deck: answers.of(check, deck) for deck in _decks(assignment, check)}
        runs = _runs(sandbox, load, check, decks)
        return {deck: _answered(decks[deck], draws[0]) for deck, (_, draws) in runs.items()}

    found = map_tasks(checks, work, jobs, lambda done, total, title: None)
    return {
        (deck, check.id): rows for check, by_deck in zip(checks, found, strict=True) for deck, rows in by_deck.items()
    }


def _answered(rows: Sequence[FrozenCase], seen: Sequence[Observation]) -> tuple[FrozenCase, ...]:
    return tuple(
        replace(row, answer=one.outputs if one.outcome == "returned" else None)
        for row, one in zip(rows, seen, strict=True)
    )
