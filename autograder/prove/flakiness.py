"""How often a right solution would fail by bad luck: an upper bound for every check in which luck takes part.

Three ways to one, in order of preference. A law whose threshold has a known probability: chance.yaml states it, with
the reason. A measured margin, such as an accuracy above its threshold: the right solutions are run with many draws,
and the normal curve is followed from there, with the spread at the upper end of its own uncertainty. Anything else:
what no failure in so many runs still allows (Clopper and Pearson). The door is `chance_claim`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field

from autograder.checks.accuracy import accuracy_of
from autograder.freeze.reference import reference
from autograder.grading.cache import unhurried
from autograder.grading.grader import judged, load_of
from autograder.prove.claims import Claim
from autograder.prove.jobs import Bench
from autograder.prove.right import variants
from autograder.records import AnswerKey, Call, Case, Check, Observation, Rng
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.pool import map_tasks
from autograder.spec import reading
from autograder.spec.cases import decks_of
from autograder.spec.reading import Settings
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted

FILE = "chance.yaml"
CLASS_SIZE = 500
ALLOWED = 1e-3
"""The chance that luck fails anybody of a class, in any check."""

DRAWS = 5
"""Draws of each right solution in each deck."""

CONFIDENCE = 0.95


class Measured(Settings):
    """An entry of an output that a right solution keeps on one side of a limit, by a margin that luck moves."""

    output: str
    entry: int = 0
    limit: float
    side: Literal["above", "below"]
    scale: Literal["plain", "log"] = "plain"


class Stated(Settings):
    """What is known of a check's luck: a bound on the chance that one run fails, or what to measure; and the reason."""

    check: str
    bound: float | None = Field(None, ge=0, le=1)
    measure: Measured | None = None
    why: str = Field(min_length=10)


@dataclass(frozen=True)
class Run:
    """One run of a right solution: whether it passed, and how far it stayed from its limits (a number a case)."""

    solution: str
    passed: bool
    margins: tuple[float, ...] = ()


@dataclass(frozen=True)
class Bound:
    """The chance that a right solution fails a check, at most, and how it is known."""

    check: str
    chance: float
    how: str

    @property
    def in_class(self) -> float:
        """The chance that anybody in a class fails."""
        return -math.expm1(CLASS_SIZE * math.log1p(-min(self.chance, 1 - 1e-12)))


def chance_claim(bench: Bench, variants_folder: Path, draws: int = DRAWS) -> list[Claim]:
    """Luck fails nobody in a class of 500, but once in a thousand classes."""
    checks = [check for check in bench.assignment.checks if check.points and is_random(bench, check)]
    runs = _runs(bench, variants_folder, checks, draws)
    stated = stated_chances(bench.folder)
    bounds = [bound_of(check.id, stated.get(check.id), runs[check.id], _attempts(bench, check)) for check in checks]
    total = sum(bound.in_class for bound in bounds)
    problems = [
        f"{check.id}: a right solution ({run.solution}) failed in a run"
        for check in checks
        for run in runs[check.id]
        if not run.passed
    ]
    count, failed = sum(map(len, runs.values())), len(problems)
    if total >= ALLOWED:
        worst = max(bounds, key=lambda bound: bound.chance)
        problems.append(
            f"the bound for a class of {CLASS_SIZE} is {total:.2g}, not below {ALLOWED:g}; most of it by {worst.check}"
        )
    figures = [
        f"{counted(count, 'run')} of right solutions over seeds and decks, {failed} failed",
        f"a class of {CLASS_SIZE}: the chance that luck fails anybody is at most {total:.2g}",
        *(
            f"{bound.check}: at most {bound.chance:.2g} a student, {bound.in_class:.2g} a class; {bound.how}"
            for bound in bounds
        ),
    ]
    return [Claim("Luck fails nobody", tuple(figures), tuple(problems))]


def is_random(bench: Bench, check: Check) -> bool:
    """Whether luck takes part: a generator or a seed is handed over."""
    return check.kind != "leaderboard" and any(case.is_random for case in _cases(bench, check))


def _cases(bench: Bench, check: Check) -> list[Case]:
    deck = decks_of(check, bench.assignment.decks)[0]
    return [row.case for row in bench.answers.of(check, deck)]


def _attempts(bench: Bench, check: Check) -> int:
    """How often a failure is tried again with other draws: once where there is a generator."""
    values = (value for case in _cases(bench, check) for value in case.inputs.values())
    return 2 if any(isinstance(value, Rng) for value in values) else 1


def stated_chances(folder: StaffFolder) -> dict[str, Stated]:
    """What chance.yaml says, by check. Raises `StaffTextError` with the place of what is wrong in it."""
    found: list[Stated] = reading.entries(folder.path / FILE, Stated)
    return {one.check: one for one in found}


@dataclass(frozen=True)
class _Task:
    check: Check
    solution: str
    load: Payload
    deck: int
    attempt: int


def _runs(bench: Bench, folder: Path, checks: Sequence[Check], draws: int) -> dict[str, list[Run]]:
    """Every right solution whose files differ for the check, on every deck, with several draws."""
    right = reference(bench.folder, bench.assignment)
    solutions = [right, *variants(right, folder)]
    tasks = [
        _Task(check, name, load, deck, attempt)
        for check in checks
        for name, load in _different(bench, check, [(one.name, load_of(bench.assignment, one)) for one in solutions])
        for deck in decks_of(check, bench.assignment.decks)
        for attempt in range(draws)
    ]
    stated = stated_chances(bench.folder)

    def work(sandbox: Sandbox, task: _Task) -> Run:
        measured = stated[task.check.id].measure if task.check.id in stated else None
        key = f"{bench.keys.of(task.check, task.deck, task.load.files)} {task.attempt} {measured!r}"
        kept = bench.ledger.remembered(key, lambda: _kept(bench, sandbox, task, measured), unhurried)
        return Run(task.solution, kept["passed"], tuple(kept["margins"]))

    found = map_tasks(tasks, work, bench.jobs, bench.progress, lambda task: f"{task.check.id} {task.solution}")
    rows: dict[str, list[Run]] = {check.id: [] for check in checks}
    for task, run in zip(tasks, found, strict=True):
        rows[task.check.id].append(run)
    return rows


def _different(bench: Bench, check: Check, solutions: Sequence[tuple[str, Payload]]) -> list[tuple[str, Payload]]:
    """One solution of all those that are the same for this check."""
    deck = decks_of(check, bench.assignment.decks)[0]
    first: dict[str, tuple[str, Payload]] = {}
    for name, load in solutions:
        first.setdefault(bench.keys.of(check, deck, load.files), (name, load))
    return list(first.values())


def _kept(bench: Bench, sandbox: Sandbox, task: _Task, measured: Measured | None) -> dict[str, Any]:
    """One run, judged, with its margins."""
    rows = bench.answers.of(task.check, task.deck)
    key = AnswerKey(tuple(row.answer for row in rows), bench.assignment.laws)
    verdict, observed = judged(sandbox, task.load, task.check, [row.case for row in rows], key, task.attempt)
    pairs = list(zip(observed.calls, observed.observations, strict=True))
    return {
        "passed": verdict.status == "passed",
        "outcomes": sorted({seen.outcome for seen in observed.observations}),
        "margins": [m for pair in pairs for m in _margin(task.check, *pair, measured)],
    }


def _margin(check: Check, call: Call, seen: Observation, measured: Measured | None) -> list[float]:
    """How far a case stays on the right side of its limit."""
    if check.kind == "accuracy":
        accuracy = accuracy_of(call, seen, check.options.output, check.options.labels)
        return [] if isinstance(accuracy, str) else [accuracy - check.options.full]
    if measured is None or measured.output not in seen.outputs:
        return []
    value, limit = float(np.ravel(seen.outputs[measured.output])[measured.entry]), measured.limit
    if measured.scale == "log":
        value, limit = math.log(max(value, 1e-300)), math.log(limit)
    return [value - limit if measured.side == "above" else limit - value]


def bound_of(check: str, stated: Stated | None, runs: Sequence[Run], attempts: int) -> Bound:
    """The best bound for one check; a second attempt with other draws squares it."""
    if stated is not None and stated.bound is not None:
        return Bound(check, stated.bound**attempts, stated.why)
    if all(run.margins for run in runs):
        chance, worst = _extrapolated(runs)
        return Bound(check, chance**attempts, f"measured margins, the tightest {worst}, {counted(len(runs), 'run')}")
    failures = sum(not run.passed for run in runs)
    chance = clopper_pearson(failures, len(runs))
    return Bound(check, chance**attempts, f"{failures} of {counted(len(runs), 'run')} failed, and no more is known")


def _extrapolated(runs: Sequence[Run]) -> tuple[float, str]:
    """The largest chance over solutions and cases that a margin falls below 0, if margins are normal."""
    found: list[tuple[float, str]] = []
    for solution in dict.fromkeys(run.solution for run in runs):
        rows = [run.margins for run in runs if run.solution == solution]
        chances = [(below_zero(column), column) for column in np.array(rows, dtype=float).T]
        chance = min(1.0, sum(p for p, _ in chances))
        tightest = max(chances, key=lambda pair: pair[0])[1]
        found.append((chance, f"{np.mean(tightest):.3g} ± {np.std(tightest, ddof=1):.2g} for {solution}"))
    return max(found)


def below_zero(margins: Sequence[float] | np.ndarray) -> float:
    """The chance that a normal margin is below 0, with the spread at the upper end of its 95 % interval."""
    values = np.asarray(margins, dtype=float)
    mean, n = float(np.mean(values)), len(values)
    if n < 2:
        return 1.0
    floor = 1e-4
    spread_up = max(
        float(np.std(values, ddof=1)) * math.sqrt((n - 1) / chi_square_quantile(1 - CONFIDENCE, n - 1)), floor
    )
    return 0.5 * math.erfc(mean / spread_up / math.sqrt(2))


def chi_square_quantile(p: float, degrees: int) -> float:
    """The p-quantile of chi-square, by Wilson and Hilferty (within 2 % for 5 degrees and more)."""
    z = _normal_quantile(p)
    return float(degrees * (1 - 2 / (9 * degrees) + z * math.sqrt(2 / (9 * degrees))) ** 3)


def _normal_quantile(p: float) -> float:
    """By halving; good to 1e-9."""
    low, high = -10.0, 10.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if 0.5 * math.erfc(-middle / math.sqrt(2)) < p else (low, middle)
    return low


def clopper_pearson(failures: int, runs: int) -> float:
    """The largest chance of failure that leaves so few failures in so many runs a probability of 5 %."""
    if failures >= runs:
        return 1.0
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(failures, runs, middle) > 1 - CONFIDENCE else (low, middle)
    return high


def _at_most(failures: int, runs: int, chance: float) -> float:
    return sum(math.comb(runs, k) * chance**k * (1 - chance) ** (runs - k) for k in range(failures + 1))
