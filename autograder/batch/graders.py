"""Who grades: threads of this process with a sandbox each, or with one of a feeder's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from autograder.batch.work import Graded, GradingTask
from autograder.errors import MachineError


class NoGraderError(MachineError):
    """Nobody is left who could grade; what was graded until then is kept."""


class Graders(Protocol):
    """Takes tasks, one after the other, and works on ``size`` of them at a time."""

    @property
    def size(self) -> int:
        """How many submissions are graded at once."""

    def submit(self, task: GradingTask) -> Future[Graded]:
        """Have a submission graded. The future fails with `NoGraderError` where nobody is left to do it."""

    def close(self) -> None:
        """Wait for what is being graded, and let everybody go."""

    def abort(self) -> None:
        """Let everybody go at once, whatever they are doing."""


class Grades(Protocol):
    """Where threads have submissions graded: a `Station`, or feeders."""

    def grade(self, task: GradingTask) -> Graded:
        """Grade one submission."""

    def close(self) -> None:
        """End whatever is being graded."""


class LocalGraders:
    """Threads of this process with a sandbox each. ``open_station`` is called when the first submission comes: a batch
    that has nothing left to grade loads no answers and starts no sandbox.
    """

    def __init__(self, open_station: Callable[[], Grades], size: int) -> None:
        self._size, self._open_station = size, open_station
        self._station: Grades | None = None
        self._pool = ThreadPoolExecutor(size, "grading")

    @property
    def size(self) -> int:
        """How many threads there are."""
        return self._size

    def submit(self, task: GradingTask) -> Future[Graded]:
        """Have a submission graded as soon as a thread is free."""
        if self._station is None:
            self._station = self._open_station()
        return self._pool.submit(self._station.grade, task)

    def close(self) -> None:
        """Wait for what is being graded, and end the sandboxes."""
        self._pool.shutdown(cancel_futures=True)
        self.abort()

    def abort(self) -> None:
        """End the sandboxes, and with them whatever is being graded."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._station is not None:
            self._station.close()
