"""How a worker's time is counted: :class:`WorkerClock` is the entry point.

What student code computes is processor time, what it sleeps or waits for is waiting time, and each may last as long as
the limit says. Time in which the machine was busy with other programs is neither: it costs the student nothing, and a
worker that got hardly any processor time is nobody's time-out but ours. All of it is read from outside the worker.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

TICK_SECONDS = 0.1
"""How often a worker that has not answered is looked at. A look after a pause of our own counts for two of them."""
GRACE_SECONDS = 0.5
"""How much longer than its limit a worker may take to say where the student's code was."""
PATIENCE, LEAST_PATIENCE_SECONDS = 10, 60.0
"""How many times its limit, and how long at least, a worker may take while the machine is busy with others."""
NANOSECOND = 1e-9
SHORT = 4096
BLOCKED = frozenset((b"S", b"T", b"t"))
"""The states of a process that waits of its own accord; one that waits for a disk does not."""


class Deadline(Protocol):
    """When to stop waiting for a worker."""

    def left(self) -> float:
        """Seconds to wait before the next look, none when the time is up. Asked only while nothing has come."""


@dataclass(frozen=True)
class Until:
    """A moment of the monotonic clock: a deadline for what is not a student's work."""

    moment: float

    def left(self) -> float:
        """Seconds until the moment."""
        return self.moment - monotonic()


@dataclass(frozen=True)
class Reading:
    """What the system says of a process at a moment: seconds it computed, seconds it was ready to but did not get to,
    and whether it was seen to wait now. ``delayed`` is None where the system does not tell.
    """

    moment: float
    processor: float
    delayed: float | None
    blocked: bool


class Meter(Protocol):
    """Reads the account of one process."""

    def __call__(self, looking: bool = True) -> Reading:
        """The account as it is now; ``looking`` for whether the process waits, which is asked for apart."""


def wall_meter(looking: bool = True) -> Reading:
    """For systems that do not tell about other processes: all time counts as computed."""
    now = monotonic()
    return Reading(now, now, 0.0, blocked=False)


@dataclass(frozen=True)
class ProcessMeter:
    """The account that Linux keeps of a process."""

    process: int

    def __call__(self, looking: bool = True) -> Reading:
        """The account as it is now. Raises OSError when the process is gone."""
        processor = time.clock_gettime(~self.process << 3 | 2)  # the clock of another process, see clock_getcpuclockid
        blocked = looking and _said_by(f"/proc/{self.process}/stat").rpartition(b") ")[2][:1] in BLOCKED
        return Reading(monotonic(), processor, _delay(str(self.process)), blocked)


def thread_delay() -> float:
    """Seconds that this thread was ready to run and did not get to; 0 where the system does not tell."""
    return _delay("thread-self") or 0.0


def _delay(process: str) -> float | None:
    with suppress(OSError, ValueError, IndexError):  # a kernel without scheduler statistics
        return int(_said_by(f"/proc/{process}/schedstat").split()[1]) * NANOSECOND
    return None


def _said_by(path: str) -> bytes:
    """What the system says in one of its short files; a worker's account is read dozens of times."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, SHORT)
    finally:
        os.close(descriptor)


def meter_of(process: int) -> Meter:
    """The best account of a process that this system gives."""
    meter = ProcessMeter(process)
    try:
        meter()
    except (OSError, AttributeError):
        return wall_meter
    return meter


class WorkerClock:
    """The time of one worker's calls, all together.

    ``processor`` and ``waiting`` are the student's seconds, ``delayed`` the machine's. ``interrupt`` asks the worker
    to say where it is, once its time is up. Waiting is what passes between two looks while no answer has come, so that
    a grader that is slow itself adds none.
    """

    def __init__(self, meter: Meter, seconds: float, interrupt: Callable[[], None]) -> None:
        self._meter, self._seconds, self._interrupt = meter, seconds, interrupt
        self._patience = max(LEAST_PATIENCE_SECONDS, PATIENCE * seconds)
        self.processor = self.waiting = self.delayed = self._wall = 0.0
        self._tells_delay = self._interrupted = False
        self._last = self._read(looking=False)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of this block."""
        self._last = self._read(looking=False)
        try:
            yield
        finally:
            self._count(looking=False)

    def left(self) -> float:
        """Seconds until the next look; 0 when the worker's time is up, or the machine had none for it."""
        idle = self._count(looking=True)
        if self._last.blocked:
            self.waiting += min(max(0.0, idle), 2 * TICK_SECONDS)
        if self._over(GRACE_SECONDS) or self._wall > self._patience:
            return 0.0
        if self._over(0.0) and not self._interrupted:
            self._interrupted = True
            self._interrupt()
        own = self._seconds + GRACE_SECONDS * self._interrupted - max(self.processor, self.waiting)
        return min(TICK_SECONDS, max(0.001, own))

    @property
    def remaining(self) -> float:
        """Seconds that the student's code may still compute."""
        return max(0.001, self._seconds - self.processor)

    @property
    def seconds(self) -> float:
        """The student's own time."""
        return self.processor + self.waiting

    @property
    def waited(self) -> bool:
        """Whether waiting used the time up: most of the time had it been asked for, not taken by other programs."""
        idle = self._wall - self.processor - self.delayed
        hidden = self._tells_delay and self._wall > self._patience and idle > self._wall / 2
        return hidden or self.waiting >= self._seconds > self.processor

    @property
    def starved(self) -> bool:
        """Whether the patience ended because other programs kept the processors."""
        return self._wall > self._patience and not self._over(0.0) and not self.waited

    @property
    def account(self) -> str:
        """What the worker got, in words."""
        return f"{self.processor:.1f} s of processor time in {self._wall:.0f} s"

    def _over(self, more: float) -> bool:
        return max(self.processor, self.waiting) >= self._seconds + more

    def _count(self, looking: bool) -> float:
        """Add what has passed since the last reading, and give the seconds of it that no account explains."""
        before, self._last = self._last, self._read(looking)
        passed, processor = self._last.moment - before.moment, self._last.processor - before.processor
        delayed = (self._last.delayed or 0.0) - (before.delayed or 0.0)
        self._wall += passed
        self.processor += processor
        self.delayed += delayed
        return passed - processor - delayed

    def _read(self, looking: bool) -> Reading:
        try:
            reading = self._meter(looking)
        except OSError:  # the process has ended, and its account with it
            return Reading(monotonic(), self._last.processor, self._last.delayed, blocked=False)
        self._tells_delay = reading.delayed is not None
        return reading
