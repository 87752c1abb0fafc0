"""What counts as a student's time, by scripted accounts of processes, and by workers that sleep or have company."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence

import pytest

from autograder.feedback.troubles import trouble
from autograder.records import Limits
from autograder.sandbox import Sandbox
from autograder.sandbox.clock import LEAST_PATIENCE_SECONDS, TICK_SECONDS, Reading, WorkerClock
from tests.sandbox.helpers import call, see
from tests.sandbox.test_worker import error_of

Step = tuple[float, float, float | None, bool]
"""Seconds that pass, that are computed, that the machine gives to others (None: it does not tell); and waiting now."""


def scripted(steps: Sequence[Step], looks: list[bool] | None = None) -> Callable[[bool], Reading]:
    """The account of a process that goes through these steps, one a look, and stays as it is after the last."""
    moments = [Reading(0.0, 0.0, 0.0 if not steps or steps[0][2] is not None else None, False)] * 2
    for passed, computed, delayed, blocked in steps:
        last = moments[-1]
        kept = None if delayed is None else (last.delayed or 0.0) + delayed
        moments.append(Reading(last.moment + passed, last.processor + computed, kept, blocked))
    told, looked = iter(moments), [] if looks is None else looks

    def meter(looking: bool = True) -> Reading:
        looked.append(looking)
        return next(told, moments[-1])

    return meter


def looked_at(steps: Sequence[Step], seconds: float = 1.0, asked: list[str] | None = None) -> WorkerClock:
    """A clock that is asked after each step, as long as there is time left."""
    heard = [] if asked is None else asked
    clock = WorkerClock(scripted(steps), seconds, lambda: heard.append("where are you?"))
    with clock.running():
        for _ in steps:
            if clock.left() <= 0:
                break
    return clock


def test_a_worker_that_computes_uses_its_seconds_up_and_is_asked_where_it_is_once() -> None:
    asked: list[str] = []
    clock = looked_at([(0.1, 0.1, 0.0, False)] * 30, asked=asked)
    assert asked == ["where are you?"] and clock.left() == 0.0
    assert 1.49 < clock.processor < 1.8 and not clock.waited and not clock.starved


def test_a_worker_that_sleeps_is_stopped_after_as_many_seconds_and_it_is_told_that_it_waited() -> None:
    asked: list[str] = []
    clock = looked_at([(0.1, 0.001, 0.0, True)] * 30, asked=asked)
    assert asked and clock.waited and not clock.starved and clock.processor < 0.1
    assert 1.49 < clock.seconds < 1.8


def test_time_that_the_machine_gives_to_others_is_not_the_students() -> None:
    clock = looked_at([(0.1, 0.01, 0.09, False)] * 80)
    assert clock.left() > 0 and clock.seconds == pytest.approx(0.8) and clock.delayed == pytest.approx(7.2)


@pytest.mark.parametrize("tells", [0.0999, None])
def test_a_worker_that_gets_hardly_any_time_is_starved_and_has_not_timed_out(tells: float | None) -> None:
    clock = looked_at([(0.1, 0.0001, tells, False)] * 700)
    assert clock.left() == 0.0 and clock.starved and not clock.waited
    assert clock.account.startswith("0.1 s of processor time in ")


def test_a_worker_that_hides_its_sleep_from_every_look_gains_no_more_than_the_patience() -> None:
    clock = looked_at([(0.1, 0.001, 0.0, False)] * 700)
    assert clock.left() == 0.0 and clock.waited and not clock.starved
    assert clock.seconds < 1.0 and LEAST_PATIENCE_SECONDS <= 60


def test_whether_a_worker_waits_is_asked_only_while_no_answer_has_come() -> None:
    looks: list[bool] = []
    clock = WorkerClock(scripted([(0.1, 0.1, 0.0, False)], looks), 1.0, lambda: None)
    for _ in range(3):
        with clock.running():
            pass
    assert looks and not any(looks)
    with clock.running():
        clock.left()
    assert looks.count(True) == 1


def test_a_pause_of_the_grader_itself_counts_for_no_more_than_two_looks() -> None:
    clock = looked_at([(3600.0, 0.0, 0.0, True)])
    assert clock.waiting == pytest.approx(2 * TICK_SECONDS)


def test_waiting_counts_only_while_no_answer_has_come() -> None:
    clock = WorkerClock(scripted([(5.0, 0.2, 0.0, True)]), 1.0, lambda: None)
    with clock.running():
        pass
    assert clock.waiting == 0.0 and clock.processor == pytest.approx(0.2)


# --- real workers

SLEEPS = "import time\ndef run():\n    time.sleep(1000)"
LOCKED = "import threading\nlock = threading.Lock()\ndef run():\n    lock.acquire()\n    lock.acquire()"
NAPS = "import time\ndef run():\n    while True:\n        time.sleep(0.002)"


@pytest.mark.parametrize("source", [SLEEPS, LOCKED, NAPS])
def test_a_worker_that_waits_is_stopped_and_told_where(walled: Sandbox, source: str) -> None:
    first, second = see(walled, source, call(), call(), seconds=0.4)
    assert first.outcome == second.outcome == "timed out" and first.waited and second.waited
    said = trouble(first, call(), Limits(seconds=0.4)).brief
    assert said.startswith("Your code waited for 0.4 s without computing, so it was stopped. It was at work.py, line ")
    assert error_of(first).function == "run"


def test_an_import_that_sleeps_is_told_as_waiting(walled: Sandbox) -> None:
    [seen] = see(walled, "import time\ntime.sleep(1000)\ndef run():\n    return 1", seconds=0.4)
    assert (seen.waited, error_of(seen).fault, error_of(seen).line) == (True, "load", 2)


@pytest.fixture
def busy() -> Iterator[int]:
    """A processor on which two other programs compute all the time."""
    processor = max(os.sched_getaffinity(0))
    code = f"import os; os.sched_setaffinity(0, [{processor}]); print(flush=True)\nwhile True: pass"
    loops = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(2)]
    for loop in loops:
        assert loop.stdout is not None and loop.stdout.readline()
    yield processor
    for loop in loops:
        loop.kill()
        loop.communicate()


@pytest.mark.usefixtures("walled")
def test_right_work_beside_busy_programs_loses_nothing(busy: int) -> None:
    """The sandbox has a small share of the processor of the loops, and takes longer than its limit."""
    with Sandbox() as sandbox:
        for process in sandbox.processes():
            os.sched_setaffinity(process, [busy])
            os.setpriority(os.PRIO_PROCESS, process, 5)
        [seen] = see(sandbox, "def run():\n    for _ in range(10_000_000): pass\n    return 1", seconds=1.5)
    assert seen.outcome == "returned"
