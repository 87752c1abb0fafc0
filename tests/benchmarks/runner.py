"""Whole commands in turns, A B A B, the order reversed each round; and what may be said of two of them.

Processor time and peak memory are the kernel's own account of a command and of all that it started. Machines are
busy, so the two sides of a ratio come from the same round, and a claim is made only where every round bears it out.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

from autograder.cli import ONE_THREAD

SUBREAPER = 36
"""Of prctl: what a command leaves behind becomes ours, and is accounted for like the command."""
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""} | ONE_THREAD


class FailedError(Exception):
    """A command that did not do its work; the text is its last words."""


@dataclass(frozen=True)
class Command:
    """A command line, and where it runs. ``count`` submissions are graded by it, or whatever else it does many of."""

    words: Sequence[str]
    folder: Path
    count: int = 1
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What a run took: seconds on the wall, processor seconds, and the MB of the largest process."""

    wall: float
    processor: float
    peak_mb: float


def run(command: Command) -> Taken:
    """Run a command to its end. Raises `FailedError` where it exits with another status than 0."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with open(command.folder / "said.txt", "w+b") as said:
        start = perf_counter()
        process = subprocess.Popen(
            command.words,
            cwd=command.folder,
            env={**ENVIRONMENT, "HOME": str(command.folder), **command.extra},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        usages = [usage, *left_behind(process.pid)]
        said.seek(0)
        if process.returncode:
            raise FailedError(f"{' '.join(command.words)}\n{said.read()[-2000:].decode(errors='replace')}")
    seconds = sum(one.ru_utime + one.ru_stime for one in usages)
    return Taken(wall, seconds, max(one.ru_maxrss for one in usages) / 1024)


def left_behind(group: int) -> list[resource.struct_rusage]:
    """End what is left of a command's process group, and account for every process that became ours."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    found = []
    while True:
        try:
            _, _, usage = os.wait4(-group, 0)
        except ChildProcessError:
            return found
        found.append(usage)


Measure = Callable[[], Taken]


def in_turns(
    contestants: Mapping[str, Measure], rounds: int, tell: Callable[[str], None], warm: bool = True
) -> dict[str, list[Taken]]:
    """What everybody took in every round; ``warm`` is for a round before them, which does not count.

    Nobody has read their files yet in that round.
    """
    names = list(contestants)
    taken: dict[str, list[Taken]] = {name: [] for name in names}
    for number in range(0 if warm else 1, rounds + 1):
        for name in names if number % 2 else names[::-1]:
            took = contestants[name]()
            if number:
                taken[name].append(took)
        tell(f"round {number} of {rounds}")
    return taken


def here(work: Callable[[], object]) -> Measure:
    """Measure work in this process; its memory is not told apart."""

    def measure() -> Taken:
        wall, processor = perf_counter(), process_time()
        work()
        return Taken(perf_counter() - wall, process_time() - processor, 0)

    return measure


@dataclass(frozen=True)
class Ratio:
    """How many times as much one takes as another: the median of all rounds, the least and the most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, above: Iterable[float], below: Iterable[float]) -> Ratio:
        """The ratios within each round."""
        ratios = [one / other for one, other in zip(above, below, strict=True)]
        return cls(statistics.median(ratios), min(ratios), max(ratios))

    def at_most(self, bound: float) -> bool | None:
        """Whether it is at most that; None where some rounds say yes and others no."""
        if self.least <= bound < self.most:
            return None
        return self.most <= bound
