"""Bots on the workers of a Dask cluster; the ledger, the secret and everybody's names stay here.

The assignment and staff's bots are sent once to each worker, and for each run the bot's files and its case. Each worker
measures staff's bots before its first run: the time to train is that of the machine where a bot runs.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from autograder.batch.cluster import Cluster, UnfitWorkerError, lasting, unzipped
from autograder.contest.runs import LEAST_SECONDS, BotRun, run_on, training_seconds
from autograder.contest.trial import Trial
from autograder.errors import MachineError
from autograder.records import Assignment, Contest
from autograder.sandbox.pool import Sandboxes
from autograder.spec import loader

AHEAD = 2
"""How many runs wait, for each that is under way, so that no worker is ever idle."""

TimedTrial: TypeAlias = "tuple[Trial, float]"
"""A trial, and how long a bot may train on the machine where it ran."""


@dataclass(frozen=True)
class ContestFiles:
    """What a worker needs before its first run: the assignment as a zip, and the runs that measure its machine."""

    folder: bytes
    bots: tuple[BotRun, ...]


class ClusterRunner:
    """The workers of the scheduler at ``address``; ``folder`` is the assignment as a zip."""

    def __init__(self, address: str, folder: bytes) -> None:
        self._cluster: Cluster[TimedTrial] = Cluster(address, trial_there)
        self._folder = folder
        self._seconds: list[float] = []

    @property
    def size(self) -> int:
        """How many bots run at once."""
        return self._cluster.size

    @property
    def seconds(self) -> float:
        """The least time to train on any machine that was at work."""
        return min(self._seconds, default=LEAST_SECONDS)

    def measure(self, bots: Sequence[BotRun]) -> None:
        """Tell the workers by which runs to measure; a worker does it before its first run, and the first one now."""
        self._cluster.share(pickle.dumps(ContestFiles(self._folder, tuple(bots))))
        self._seconds = []
        for _ in self.each(bots[:1]):
            pass

    def each(self, runs: Sequence[BotRun]) -> Iterator[tuple[int, Trial]]:
        """The number and the trial of each run, as they end."""
        under_way: dict[Future[TimedTrial], int] = {}
        for number, run in enumerate(runs):
            while len(under_way) >= AHEAD * max(1, self.size):
                yield from self._back(under_way)
            under_way[self._cluster.send(run)] = number
        while under_way:
            yield from self._back(under_way)

    def _back(self, under_way: dict[Future[TimedTrial], int]) -> Iterator[tuple[int, Trial]]:
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            trial, seconds = future.result()
            self._seconds.append(seconds)
            yield under_way.pop(future), trial

    def close(self) -> None:
        """Leave the cluster; its workers stay."""
        self._cluster.close()


@dataclass(frozen=True)
class _ReadyWorker:
    """What a worker needs for a run: the assignment, its sandboxes, and how long a bot may train here."""

    assignment: Assignment
    contest: Contest
    sandboxes: Sandboxes
    seconds: float

    def trial(self, run: BotRun) -> Trial:
        with self.sandboxes.one() as sandbox:
            return run_on(sandbox, self.assignment, self.contest, run, self.seconds)


def trial_there(files: bytes, run: BotRun) -> TimedTrial:
    """Run a bot in the worker that this is called in; its machine is measured before its first run."""
    ready = lasting(files, _made_ready)
    return ready.trial(run), ready.seconds


def _made_ready(files: bytes, worker: Any) -> _ReadyWorker:
    given: ContestFiles = pickle.loads(files)
    folder = unzipped(given.folder, worker)
    assignment = loader.load(folder.path)
    assert assignment.contest is not None
    try:
        sandboxes = Sandboxes(folder.secrets(assignment.files))
    except MachineError as error:
        raise UnfitWorkerError(worker.address, str(error)) from None
    ready = _ReadyWorker(assignment, assignment.contest, sandboxes, LEAST_SECONDS)
    measured = ((bot, ready.trial(bot)) for bot in given.bots)
    return replace(ready, seconds=training_seconds(assignment.contest, measured))
