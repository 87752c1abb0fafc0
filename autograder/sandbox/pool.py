"""Many pieces of work that need a sandbox, spread over threads with a sandbox each by :func:`map_tasks`.

Threads are enough: the work itself happens in the sandboxes' own processes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import TypeVar

from autograder.records import Progress
from autograder.sandbox import Sandbox

Task = TypeVar("Task")
Result = TypeVar("Result")


def all_processors() -> int:
    """As many threads as there are processors."""
    return os.cpu_count() or 1


def map_tasks(
    tasks: Sequence[Task],
    work: Callable[[Sandbox, Task], Result],
    jobs: int,
    progress: Progress,
    name: Callable[[Task], str] = str,
) -> list[Result]:
    """The result of every task, in the order of the tasks; the first error ends it all."""
    if not tasks:
        return []
    with _sandboxes(min(jobs, len(tasks))) as free, ThreadPoolExecutor(min(jobs, len(tasks))) as pool:

        def one(task: Task) -> Result:
            sandbox = free.get()
            try:
                return work(sandbox, task)
            finally:
                free.put(sandbox)

        futures = {pool.submit(one, task): number for number, task in enumerate(tasks)}
        results: dict[int, Result] = {}
        try:
            for future in as_completed(futures):
                number = futures[future]
                results[number] = future.result()
                progress(len(results), len(tasks), name(tasks[number]))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        return [results[number] for number in range(len(tasks))]


@contextmanager
def _sandboxes(count: int) -> Iterator[SimpleQueue[Sandbox]]:
    with ExitStack() as stack:
        free: SimpleQueue[Sandbox] = SimpleQueue()
        for _ in range(count):
            free.put(stack.enter_context(Sandbox()))
        yield free
