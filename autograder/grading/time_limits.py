"""How long a check may compute on this machine, in units of the reference's own time.

All seconds here are processor seconds, which other programs on the machine do not change. `freeze` saves how long the
reference computed for each check, and for a fixed piece of work. A grading machine does that work too, and so knows how
much slower it is. A check gets a multiple of the reference's time, so that one endless loop
does not use up the minutes of the whole submission, unless staff stated its seconds; and where the machine is slow,
every limit is longer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import thread_time

import numpy as np

from autograder.records import Assignment, Check, Report
from autograder.sandbox.memory import container_mb, for_a_check

PACE_NAME = "pace.json"
TIMES, AT_LEAST_SECONDS = 25, 4.0
MOMENTS = 3
"""How often the fixed work is measured for a calibration: the shortest time is that of a processor alone."""
PARTS = 5
"""Into how many equal parts the fixed work falls."""
HARDLY_LONGER, FURTHER = 1.5, 2
"""Where the first part says that this machine is slower than that, so many further parts are measured."""
SLOWEST = 8.0
"""A machine that seems slower than this was measured at a bad moment."""
SEVERAL, BRIEF_SECONDS = 4.0, AT_LEAST_SECONDS / TIMES
"""How much a time may differ from one run to the next, and what is too short to matter."""


@dataclass(frozen=True)
class Calibration:
    """Processor seconds that the reference took for each check, and for the fixed piece of work, on one machine."""

    work: float
    checks: Mapping[str, float] = field(default_factory=dict)

    def resembles(self, other: Calibration) -> bool:
        """Whether both know the same checks with similar times: no two runs take exactly the same time."""

        def near(before: float, now: float) -> bool:
            return max(before, now) < BRIEF_SECONDS or max(before, now) < SEVERAL * min(before, now)

        same = self.checks.keys() == other.checks.keys() and near(self.work, other.work)
        return same and all(near(self.checks[check_id], other.checks[check_id]) for check_id in self.checks)


def calibrate(report: Report) -> Calibration:
    """The calibration of the machine that has just graded the reference."""
    work = min(fixed_work() for _ in range(MOMENTS))
    return Calibration(work, {line.check.id: round(line.transcript.processor, 4) for line in report.lines})


def save_if_different(path: Path, calibration: Calibration) -> None:
    """Save to ``path``, unless what is saved there still holds."""
    saved = read(path)
    if saved is None or not saved.resembles(calibration):
        write(path, calibration)


def write(path: Path, calibration: Calibration) -> None:
    """Save to ``path``."""
    path.write_bytes(to_bytes(calibration))


def to_bytes(calibration: Calibration) -> bytes:
    """The bytes of the calibration's file."""
    data = {"work": round(calibration.work, 4), "checks": dict(calibration.checks)}
    return (json.dumps(data, indent=1) + "\n").encode()


def read(path: Path) -> Calibration | None:
    """The calibration in ``path``, or None: without it every check has the limit that assignment.yaml gives."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        seconds = {str(check_id): float(number) for check_id, number in data["checks"].items()}
        return Calibration(float(data["work"]), seconds)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def fixed_work(parts: int = PARTS) -> float:
    """Processor seconds, a few hundredths, that a fixed piece of work takes: array operations and interpreter steps.

    Fewer ``parts`` of it are enough for a first estimate.
    """
    started = thread_time()
    matrix = np.linspace(-1, 1, 200 * 200).reshape(200, 200)
    for _ in range(parts):
        for _ in range(5):
            matrix = np.tanh(matrix @ matrix.T)
        total = 0
        for number in range(200_000):
            total += number
    return thread_time() - started


def slowness_of_this_machine(calibration: Calibration) -> float:
    """How many times as long it takes as the machine of the calibration; never less than once.

    One part of the work tells where it takes hardly longer. It also pays for what numpy sets up at its first use, so
    where it takes long, two further parts tell.
    """
    slowness = PARTS * fixed_work(1) / calibration.work
    if slowness > HARDLY_LONGER:
        slowness = PARTS * fixed_work(FURTHER) / FURTHER / calibration.work
    return min(SLOWEST, max(1.0, slowness))


def scale_limits(assignment: Assignment, calibration: Calibration | None) -> Assignment:
    """The assignment with limits that fit this machine: longer where it is slow, less memory where it has little."""
    slowness = slowness_of_this_machine(calibration) if calibration else 1.0
    return scaled(assignment, calibration or Calibration(1.0), slowness, container_mb())


def limits_to_prove(assignment: Assignment, calibration: Calibration | None) -> Assignment:
    """The assignment with the limits that students meet, a whole multiple where this machine is slow.

    What was proved is known by its limits, and stays known when the machine is measured a little slower next time.
    """
    slowness = math.ceil(slowness_of_this_machine(calibration)) if calibration else 1
    return scaled(assignment, calibration or Calibration(1.0), slowness, container_mb())


def scaled(assignment: Assignment, calibration: Calibration, slowness: float, container: int | None) -> Assignment:
    """The assignment with limits for a machine ``slowness`` times slower; ``container`` is its MB (None: any)."""

    def fit(check: Check) -> Check:
        reference = None if check.limits.explicit else calibration.checks.get(check.id)
        seconds = round(budget(check.limits.seconds, reference) * slowness, 1)
        memory_mb = for_a_check(container, check.limits.memory_mb)
        return replace(check, limits=replace(check.limits, seconds=seconds, memory_mb=memory_mb))

    questions = tuple(
        replace(question, checks=tuple(fit(check) for check in question.checks)) for question in assignment.questions
    )
    return replace(assignment, questions=questions)


def budget(most: float, reference: float | None) -> float:
    """Seconds for a check whose reference takes ``reference`` seconds, on the machine where that was measured."""
    return most if reference is None else min(most, max(AT_LEAST_SECONDS, TIMES * reference))
