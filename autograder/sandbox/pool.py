"""Many pieces of work that need a sandbox, spread over threads with a sandbox each.

Threads are enough: the work itself happens in the sandboxes' own processes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing, contextmanager, nullcontext
from queue import Empty, SimpleQueue
from typing import TypeVar

from autograder.records import Progress
from autograder.sandbox import Sandbox
from autograder.sandbox.foreseen import Asked
from autograder.sandbox.zygote_process import USUAL, Launch, SandboxBrokenError

Task = TypeVar("Task")
Result = TypeVar("Result")


def all_processors() -> int:
    """As many threads as there are processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_tasks(
    tasks: Sequence[Task],
    work: Callable[[Sandbox, Task], Result],
    jobs: int,
    progress: Progress,
    name: Callable[[Task], str] = str,
    sandboxes: Sandboxes | None = None,
) -> list[Result]:
    """The result of every task, in the order of the tasks; the first error ends it all.

    ``sandboxes`` are used and kept; where there are none, some are started that end with the work.
    """
    if not tasks:
        return []
    results: dict[int, Result] = {}
    with nullcontext(sandboxes) if sandboxes else closing(Sandboxes(())) as used:
        for number, result in each_result(tasks, work, jobs, used):
            results[number] = result
            progress(len(results), len(tasks), name(tasks[number]))
    return [results[number] for number in range(len(tasks))]


def each_result(
    tasks: Sequence[Task], work: Callable[[Sandbox, Task], Result], jobs: int, sandboxes: Sandboxes
) -> Iterator[tuple[int, Result]]:
    """The number and the result of each task, as they end; the first error ends it all, as does a caller who stops
    listening: tasks that have not begun are dropped.
    """

    def one(task: Task) -> Result:
        with sandboxes.one() as sandbox:
            return work(sandbox, task)

    with ThreadPoolExecutor(min(jobs, len(tasks))) as pool:
        futures = {pool.submit(one, task): number for number, task in enumerate(tasks)}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


class Sandboxes:
    """Sandboxes that last: as many as there are threads that ask for one at a time.

    ``secrets`` are paths that student code must not be able to read, ``launch`` says how processes are started. What
    one sandbox finds out about a call, all know. The first starts at once, so that a machine that cannot isolate
    student code refuses before any work is begun.
    """

    def __init__(self, secrets: Sequence[str], launch: Launch = USUAL) -> None:
        self._secrets, self._launch, self._asked = secrets, launch, Asked()
        self._free: SimpleQueue[Sandbox] = SimpleQueue()
        self._open = ExitStack()
        self._closing = threading.Lock()
        self._closed = False
        self._free.put(self._started())

    @contextmanager
    def one(self) -> Iterator[Sandbox]:
        """A sandbox that nobody else uses meanwhile."""
        try:
            sandbox = self._free.get_nowait()
        except Empty:
            sandbox = self._started()
        try:
            yield sandbox
        finally:
            self._free.put(sandbox)

    def _started(self) -> Sandbox:
        sandbox = Sandbox(secrets=self._secrets, asked=self._asked, launch=self._launch)
        with self._closing:
            if not self._closed:
                return self._open.enter_context(sandbox)
        sandbox.close()
        raise SandboxBrokenError("this piece of work came when all sandboxes were being closed")

    def close(self) -> None:
        """End every sandbox, and what runs in it; a sandbox that starts meanwhile ends at once."""
        with self._closing:
            self._closed = True
        self._open.close()
