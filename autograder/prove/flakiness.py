"""How often a right solution would fail at random: every check with random inputs is bounded, and the sum is small."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks import kind_of
from autograder.freeze.reference import reference
from autograder.grading.attempts import attempt
from autograder.grading.grader import payload_of
from autograder.prove.bounds import CLASS_SIZE, KnownBound, Margin, SolutionRun, bound_of
from autograder.prove.claims import Claim
from autograder.prove.jobs import ProofContext
from autograder.prove.right import variants
from autograder.records import Call, Case, Check, Observation
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import map_tasks
from autograder.spec import reading
from autograder.spec.cases import decks_of
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted

FILE = "chance.yaml"
ALLOWED = 1e-3
"""The largest acceptable chance that a random failure hits anybody in a class, in any check."""

DRAWS = 5
"""Runs of each right solution on each deck, with other random numbers; for public checks, on all decks together."""


@dataclass(frozen=True)
class _Task:
    check: Check
    solution: str
    payload: Payload
    deck: int
    attempt: int


def flakiness_claim(context: ProofContext, variants_folder: Path, draws: int = DRAWS) -> Claim:
    """In a class of 500, a random failure hits anybody at most once in a thousand classes."""
    checks = [check for check in context.assignment.checks if check.points and is_random(context, check)]
    known = known_bounds(context.folder)
    tasks = _tasks(context, checks, variants_folder, draws)
    runs = _runs(context, tasks, known)
    bounds = [bound_of(check.id, known.get(check.id), runs[check.id], _attempts(context, check)) for check in checks]
    failures = [
        f"{name}: a right solution ({run.solution}) failed in a run"
        for name in runs
        for run in runs[name]
        if not run.passed
    ]
    total = sum(bound.chance_in_class for bound in bounds)
    figures = (
        f"{counted(len(tasks), 'run')} of right solutions over seeds and decks, {len(failures)} failed",
        f"a class of {CLASS_SIZE}: the chance of a random failure is at most {total:.2g}",
        *(
            f"{bound.check}: at most {bound.chance:.2g} a student, {bound.chance_in_class:.2g} a class; {bound.how}"
            for bound in bounds
        ),
    )
    if total >= ALLOWED:
        worst = max(bounds, key=lambda bound: bound.chance).check
        excess = f"the bound for a class of {CLASS_SIZE} is {total:.2g}, not below {ALLOWED:g}; most of it by {worst}"
        failures.append(excess)
    return Claim("No right solution fails at random", figures, tuple(failures))


def is_random(context: ProofContext, check: Check) -> bool:
    """Whether the check hands over a generator or a seed."""
    return any(case.is_random for case in _cases(context, check))


def _cases(context: ProofContext, check: Check) -> list[Case]:
    deck = decks_of(check, context.assignment.decks)[0]
    return [row.case for row in context.answers.of(check, deck)]


def _attempts(context: ProofContext, check: Check) -> int:
    """How many runs grading needs to fail a check: two, with other random numbers, where there is a generator."""
    return 2 if any(case.has_generator for case in _cases(context, check)) else 1


def known_bounds(folder: StaffFolder) -> dict[str, KnownBound]:
    """The entries of chance.yaml, by check. Raises `StaffTextError` with the place of an error in it."""
    entries: list[KnownBound] = reading.entries(folder.path / FILE, KnownBound)
    return {entry.check: entry for entry in entries}


def _tasks(context: ProofContext, checks: Sequence[Check], variants_folder: Path, draws: int) -> list[_Task]:
    """Every right solution on every deck, several times; only one of those that are the same for a check."""
    right = reference(context.folder, context.assignment)
    solutions = [right, *variants(right, variants_folder)]
    payloads = [(solution.name, payload_of(context.assignment, solution)) for solution in solutions]
    tasks: list[_Task] = []
    for check in checks:
        decks = decks_of(check, context.assignment.decks)
        attempts = range(math.ceil(draws / len(decks)) if check.public else draws)
        different: dict[str, tuple[str, Payload]] = {}
        for name, payload in payloads:
            different.setdefault(context.keys.of_reach(check, decks[0], payload.files), (name, payload))
        tasks += [
            _Task(check, name, payload, deck, attempt)
            for name, payload in different.values()
            for deck in decks
            for attempt in attempts
        ]
    return tasks


def runs(context: ProofContext, variants_folder: Path) -> Iterator[tuple[str, Check]]:
    """The key of every run that the claim needs, and its check."""
    known = known_bounds(context.folder)
    checks = [check for check in context.assignment.checks if check.points and is_random(context, check)]
    for task in _tasks(context, checks, variants_folder, DRAWS):
        margin = known[task.check.id].measure if task.check.id in known else None
        yield _key(context, task, margin), task.check


def _key(context: ProofContext, task: _Task, margin: Margin | None) -> str:
    return f"{context.keys.of_reach(task.check, task.deck, task.payload.files)} {task.attempt} {margin!r}"


def _runs(
    context: ProofContext, tasks: Sequence[_Task], known: Mapping[str, KnownBound]
) -> dict[str, list[SolutionRun]]:
    """The run of every task, by check."""

    def work(sandbox: Sandbox, task: _Task) -> SolutionRun:
        margin = known[task.check.id].measure if task.check.id in known else None
        kept = context.cache.get(_key(context, task, margin), lambda: _kept(context, sandbox, task, margin))
        return SolutionRun(task.solution, kept["passed"], tuple(kept["margins"]))

    found = map_tasks(
        tasks, work, context.jobs, context.progress, lambda task: f"{task.check.id} {task.solution}", context.sandboxes
    )
    runs: dict[str, list[SolutionRun]] = {}
    for task, run in zip(tasks, found, strict=True):
        runs.setdefault(task.check.id, []).append(run)
    return runs


def _kept(context: ProofContext, sandbox: Sandbox, task: _Task, margin: Margin | None) -> dict[str, Any]:
    """One run, judged, with its margins, as the cache keeps it."""
    key = context.answers.key(task.check, task.deck, context.assignment.laws)
    cases = context.answers.cases(task.check, task.deck)
    verdict, observed = attempt(sandbox, task.payload, task.check, cases, key, task.attempt)
    pairs = zip(observed.calls, observed.observations, strict=True)
    return {
        "passed": verdict.status == "passed",
        "outcomes": sorted({seen.outcome for seen in observed.observations}),
        "margins": [value for pair in pairs if (value := _margin(task.check, *pair, margin)) is not None],
    }


def _margin(check: Check, call: Call, seen: Observation, margin: Margin | None) -> float | None:
    """How far a case stays on the right side of its limit; None where that cannot be measured."""
    own = kind_of(check).margin(check, call, seen)
    if own is not None:
        return own
    if margin is None or margin.output not in seen.outputs:
        return None
    value, limit = float(np.ravel(seen.outputs[margin.output])[margin.entry]), margin.limit
    if margin.scale == "log":
        value, limit = math.log(max(value, 1e-300)), math.log(limit)
    return value - limit if margin.side == "above" else limit - value
