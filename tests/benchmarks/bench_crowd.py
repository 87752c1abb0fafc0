"""Whether right work loses points when many gradings share few processors.

    python tests/benchmarks/bench_crowd.py [STAFF_FOLDER] [--tries 50] [--gradings 8]

Grades the reference of a staff folder in so many processes at once, again and again, and prints every check that did
not pass, with the reason, and how long each try took. The exit status is 1 if a point was lost.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path
from time import perf_counter

from autograder.answers.store import load_answers
from autograder.freeze.reference import reference
from autograder.grading import time_limits
from autograder.grading.grader import Grader
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder

SOLUTION = Path(__file__).resolve().parent.parent.parent / "solution"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path, default=SOLUTION)
    parser.add_argument("--tries", type=int, default=50)
    parser.add_argument("--gradings", type=int, default=8)
    asked = parser.parse_args()
    lost = 0
    with multiprocessing.get_context("spawn").Pool(asked.gradings) as pool:
        for number in range(1, asked.tries + 1):
            start = perf_counter()
            losses = [line for lines in pool.map(graded, [asked.folder] * asked.gradings, 1) for line in lines]
            print(
                f"try {number}: {len(losses)} lost in {perf_counter() - start:.0f} s", *losses, sep="\n    ", flush=True
            )
            lost += len(losses)
    return int(lost > 0)


def graded(folder: Path) -> list[str]:
    """The checks that the reference did not pass, each with the reason."""
    staff, assignment = StaffFolder(folder), loader.load(folder)
    answers = load_answers(staff.answers, assignment)
    scaled = time_limits.scale_limits(assignment, time_limits.read(folder / time_limits.PACE_NAME))
    with Sandbox() as sandbox:
        report = Grader(scaled, answers, sandbox).grade(reference(staff, assignment))
    verdicts = {line.check.id: line.verdict for line in report.lines}
    return [f"{check}: {one.message} {one.staff_note}" for check, one in verdicts.items() if one.status != "passed"]


if __name__ == "__main__":
    sys.exit(main())
