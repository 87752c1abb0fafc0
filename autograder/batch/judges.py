"""Who judges gradings again: this process, or several of its own beside it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TypeAlias

from autograder.batch import stored
from autograder.batch.class_results import GradedSubmission
from autograder.batch.ledger import GradingKey, Ledger, LedgerEntry
from autograder.batch.processes import started
from autograder.batch.publish import Publisher
from autograder.batch.rejudge import Rejudge, Release, stored_release
from autograder.batch.work import Graded, failed_on
from autograder.errors import AutograderError, MachineError
from autograder.records import HandIn, Submission
from autograder.spec.cases import deck_for

JudgingTask: TypeAlias = "tuple[LedgerEntry, HandIn]"
ANOTHER_DECK = "another deck"
"""What a submission must be run for when the number of decks has changed, in place of a check."""
LOST = "A process that judged has ended. What was judged until then is kept: run the same command again."


class JudgeLostError(MachineError):
    """A process ended while it judged."""


@dataclass(frozen=True)
class Rejudged:
    """What a submission came to on its deck: its grading, and what is published of it."""

    deck: int
    grading: Graded
    summary: GradedSubmission
    results: bytes


@dataclass(frozen=True)
class MustRun:
    """A submission that cannot be judged from what was observed, because of these checks."""

    checks: Sequence[str]


Judgement: TypeAlias = "Rejudged | MustRun"


class Judge:
    """Judges gradings in ``ledger`` by the release ``new``, each from what was observed under its own release.

    ``trusting``: a check that did not change keeps its verdict.
    """

    def __init__(self, ledger: Ledger, new: Release, trusting: bool = True) -> None:
        self._ledger, self._new, self._trusting = ledger, new, trusting
        self._publisher = Publisher(ledger.path.parent, new.assignment)
        self._by_release: dict[str, Rejudge] = {}
        self._open = ExitStack()

    def judge(self, entry: LedgerEntry, hand_in: HandIn) -> Judgement:
        """Judge one submission."""
        submission = Submission(hand_in.name, {}, self._ledger.notes_on(entry.key))
        deck = deck_for(hand_in.name, self._new.assignment.decks)
        key = GradingKey(entry.content, entry.deck, entry.published)
        if run := self._run_since(replace(key, deck=deck)):
            return Rejudged(deck, run, *self._publisher.results(hand_in, submission, deck, run))
        if deck != entry.deck:
            return MustRun([ANOTHER_DECK])
        graded = self._ledger.grading(key)
        observed = graded.observed if graded and graded.observed else entry.published
        judge = self._of(observed)
        if graded is None or not graded.report:
            return MustRun(["everything"])
        report, missing = judge.report(key, graded, submission)
        if missing:
            return MustRun(missing)
        tree = stored.packed(stored.tree_of(report))
        again = replace(graded, report=tree, calls=b"", arrays=(), observed=observed)
        if report.failed_on:
            again = replace(again, outcome="broken", reason=failed_on(report))
        return Rejudged(deck, again, *self._publisher.results_of(report, hand_in, deck, again))

    def _run_since(self, key: GradingKey) -> Graded | None:
        """What was run under the new release since, which is better than what is judged from earlier observations."""
        new = replace(key, release=self._new.assignment.release)
        run = self._ledger.grading(new) if new != key else None
        return run if run and run.outcome != "broken" and run.observed == new.release else None

    def _of(self, release: str) -> Rejudge:
        if release not in self._by_release:
            old = self._open.enter_context(stored_release(self._ledger, release))
            self._by_release[release] = Rejudge(self._ledger, old, self._new, self._trusting)
        return self._by_release[release]

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()


def judged(
    ledger: Ledger, new: Release, work: Sequence[JudgingTask], jobs: int, trusting: bool = True
) -> Generator[Judgement, None, None]:
    """Judge submissions, in their order: here, or in so many ``jobs`` of their own, to which the ledger must give the
    new release as well. Raises `JudgeLostError` where one of these is lost.
    """
    if jobs > 1 and len(work) > 1:
        yield from _judged_beside(ledger.path.parent, new.assignment.release, work, min(jobs, len(work)), trusting)
        return
    with Judge(ledger, new, trusting) as judge:
        for task in work:
            yield judge.judge(*task)


def _judged_beside(
    folder: Path, release: str, work: Sequence[JudgingTask], jobs: int, trusting: bool
) -> Iterator[Judgement]:
    """Each process has one submission at a time, and they take turns: none waits long, since all take about as long."""
    links: list[Connection] = []
    processes: list[SpawnProcess] = []
    try:
        for first in work[:jobs]:
            ours, its = Pipe()
            processes.append(started(serve, folder, release, trusting, its))
            links.append(ours)
            its.close()
            _send(ours, first)
        for number in range(len(work)):
            link = links[number % jobs]
            judgement = _receive(link)
            if number + jobs < len(work):
                _send(link, work[number + jobs])
            yield judgement
    finally:
        for link in links:
            link.close()
        for process in processes:
            process.join()


def _receive(link: Connection) -> Judgement:
    try:
        said: Judgement | AutograderError = link.recv()
    except (EOFError, OSError):
        raise JudgeLostError(LOST) from None
    if isinstance(said, AutograderError):
        raise said
    return said


def serve(folder: Path, release: str, trusting: bool, link: Connection) -> None:
    """Be a process that judges what comes, until the process at the other end is gone."""
    try:
        with Ledger(folder) as ledger, stored_release(ledger, release) as new, Judge(ledger, new, trusting) as judge:
            while (one := _next(link)) is not None:
                _send(link, judge.judge(*one))
    except AutograderError as error:
        _send(link, error)
    except OSError as error:
        _send(link, MachineError(f"The system refused something while a process judged: {error}."))


def _next(link: Connection) -> JudgingTask | None:
    """What is to be judged next; None once the other end is gone."""
    with suppress(EOFError, OSError):
        one: JudgingTask = link.recv()
        return one
    return None


def _send(link: Connection, value: JudgingTask | Judgement | AutograderError) -> None:
    with suppress(OSError):  # the process at the other end is gone, and what is received next says so
        link.send(value)
