"""How long a proof will take, told before anything runs: from what the reference took when the answers were frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from autograder.freeze.reference import reference
from autograder.grading import time_limits
from autograder.prove import flakiness, mutants, prices, right, wrong
from autograder.prove.jobs import Job, ProofContext
from autograder.records import Check
from autograder.text.plural import agreed, counted

START_SECONDS = 0.05
"""The processor time of a run besides the student's own: a worker is started, and its outputs are judged."""
MEETS = 3
"""How many checks a mutant meets, as a rule, until one of them notices it."""

CheckRun: TypeAlias = "tuple[Check, int, Mapping[str, bytes]]"
"""A check, a deck, and the files that it is run on."""


@dataclass(frozen=True)
class Forecast:
    """How many runs a proof needs, how many of them are not known from earlier proofs, and their processor seconds."""

    runs: int
    new: int
    processor: float

    def in_words(self, jobs: int) -> str:
        """One line for the terminal."""
        if not self.new:
            return f"{counted(self.runs, 'run')}, all of them known already: a few seconds."
        minutes, seconds = divmod(round(self.processor / jobs), 60)
        time = f"{counted(minutes, 'minute')}" if minutes else f"{counted(max(seconds, 1), 'second')}"
        where = f"{counted(jobs, 'processor')} that {agreed(jobs, 'is', 'are')} otherwise idle"
        return f"{counted(self.runs, 'run')}, {self.new} of them new: about {time} on {where}."


def forecast(context: ProofContext, parts: Iterable[str], every_deck: bool, variants: Path) -> Forecast:
    """What a proof of these parts takes. A verdict that two parts need is counted once, as it is reached once."""
    slowness = time_limits.fixed_work() / context.calibration.work if context.calibration else 1.0
    seen: set[str] = set()
    new, processor = 0, 0.0
    for keys, check in _keyed(context, set(parts), every_deck, variants):
        if keys[0] not in seen and not context.cache.knows(*keys):
            new, processor = new + 1, processor + START_SECONDS + context.cost(check)
        seen.add(keys[0])
    return Forecast(len(seen), new, processor * slowness)


def _keyed(
    context: ProofContext, parts: set[str], every_deck: bool, variants: Path
) -> Iterator[tuple[tuple[str, ...], Check]]:
    """The keys of every run of these parts, each under which the cache may have it, and the run's check."""
    for check, deck, files in _runs(context, parts, every_deck, variants):
        yield _keys(context, check, deck, files), check
    if "chance" in parts:
        yield from (((key,), check) for key, check in flakiness.runs(context, variants))


def _runs(context: ProofContext, parts: set[str], every_deck: bool, variants: Path) -> Iterator[CheckRun]:
    """Every run of these parts, except those with other random numbers."""
    jobs: list[Job] = []
    if "reference" in parts:
        jobs += right.reference_jobs(context)
    if "mistakes" in parts:
        jobs += wrong.mistake_jobs(context, every_deck)[1]
    if "prices" in parts:
        jobs += prices.price_jobs(context)
    if "variants" in parts:
        jobs += right.variant_jobs(context, variants)
    for job in jobs:
        yield from ((check, job.deck, job.submission.files) for check in _asked(context, job))
    if "mutants" in parts:
        yield from _of_mutants(context)


def _asked(context: ProofContext, job: Job) -> list[Check]:
    names = set(job.only)
    return [
        check
        for question in context.assignment.questions
        for check in question.checks
        if not names or question.id in names or check.id in names
    ]


def _of_mutants(context: ProofContext) -> Iterator[CheckRun]:
    """The first few checks that a mutant meets; all of its own, where none will notice it."""
    files, explained = reference(context.folder, context.assignment).files, mutants.equivalent(context.folder)
    for mutant in mutants.mutants(context.folder, context.assignment):
        changed = {**files, mutant.file: mutant.source.encode()}
        asked = mutants.asked_of(context, mutant, files, mutant.name in explained)
        if mutant.name not in explained:
            begun = any(context.cache.knows(*_keys(context, check, mutants.DECK, changed)) for check in asked[:1])
            asked = asked[: 1 if begun else MEETS]
        yield from ((check, mutants.DECK, changed) for check in asked)


def _keys(context: ProofContext, check: Check, deck: int, files: Mapping[str, bytes]) -> tuple[str, str]:
    return context.keys.of_reach(check, deck, files), context.keys.of_text(check, deck, files)
