"""How far a batch is: a bar with rate, time left and outcomes in a terminal, else a plain line a minute."""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from autograder.batch.class_results import OUTCOMES, GradingOutcome

LINE_SECONDS = 60.0
WINDOW_SECONDS = 120.0
"""The rate is that of the last two minutes, because submissions graded in earlier runs take no time now."""

Watch: TypeAlias = Callable[[GradingOutcome], None]
"""Called with the outcome of each submission that has its result, from now or from before."""


class Tally:
    """Counts by outcome, and the rate, of a batch of ``total`` submissions; ``clock`` gives seconds."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self._clock = total, clock
        self._counts: Counter[str] = Counter()
        self._times: deque[float] = deque([clock()])

    def count(self, outcome: GradingOutcome) -> None:
        """Count one more submission."""
        self._counts[outcome] += 1
        self._times.append(self._clock())
        while self._times[-1] - self._times[0] > WINDOW_SECONDS:
            self._times.popleft()

    @property
    def done(self) -> int:
        """How many have their result."""
        return sum(self._counts.values())

    @property
    def rate(self) -> float:
        """Submissions a minute, of late."""
        span = self._times[-1] - self._times[0]
        return 60 * (len(self._times) - 1) / span if span > 0 else 0.0

    def words(self) -> str:
        """The tally on one line: 31 of 500, 12 a minute, 39 min left: 28 graded, 3 crash."""
        counts = ", ".join(f"{self._counts[outcome]} {outcome}" for outcome in OUTCOMES if self._counts[outcome])
        rate, left = self.rate, self.total - self.done
        pace = f", {rate:.0f} a minute" if rate >= 100 else f", {rate:.3g} a minute" if rate else ""
        if rate and left:
            pace += f", {minutes_left(left / rate)} left"
        return f"{self.done} of {self.total}{pace}" + (f": {counts}" if counts else "")


@contextmanager
def progress(total: int) -> Iterator[Watch]:
    """Show how far the work is, on standard error, while it goes on."""
    tally = Tally(total)
    if sys.stderr.isatty():
        with _bar(total) as advance:

            def watch(outcome: GradingOutcome) -> None:
                tally.count(outcome)
                advance(tally)

            yield watch
        return
    lines = _Lines(tally)
    yield lines.watch
    print(tally.words(), file=sys.stderr, flush=True)


class _Lines:
    """A line a minute."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._said = tally, time.monotonic()

    def watch(self, one: GradingOutcome) -> None:
        self._tally.count(one)
        if time.monotonic() - self._said >= LINE_SECONDS:
            self._said = time.monotonic()
            print(self._tally.words(), file=sys.stderr, flush=True)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[Tally], None]]:
    from rich import progress as rich
    from rich.console import Console

    columns: list[Any] = [rich.BarColumn(), rich.TextColumn("{task.description}")]
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"0 of {total}", total=total)
        yield lambda tally: bar.update(task, completed=tally.done, description=tally.words())


def minutes_left(minutes: float) -> str:
    """A time to wait: under a minute, 12 min, 2.5 h."""
    if minutes < 1:
        return "under a minute"
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.1f} h"
