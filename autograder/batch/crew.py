"""Who grades: threads of this process with a sandbox each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.batch.work import Graded, Station, Task

THREADS = 6
"""How many sandboxes one process keeps busy: its own part is 10 to 17 % of the processor time."""


@dataclass(frozen=True)
class Crew:
    """Takes tasks, one after the other, and works on ``size`` of them at a time."""

    submit: Callable[[Task], Future[Graded]]
    size: int


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def threads(station: Station, count: int) -> Iterator[Crew]:
    """A crew of threads at a station of this process."""
    pool = ThreadPoolExecutor(count, "grading")
    try:
        yield Crew(lambda task: pool.submit(station.grade, task), count)
    finally:
        pool.shutdown(cancel_futures=True)
