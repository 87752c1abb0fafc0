"""What grading costs beyond the student's own calls, and what a gradient check costs as the parameters grow.

    python tests/benchmarks/bench_grading.py

Prints ratios of times taken in this one run: grading the reference against its own calls in one plain process, with no
sandbox and no comparison; and the gradient check's forward calls and time for arrays of growing size.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import importlib  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from dataclasses import replace  # noqa: E402
from pathlib import Path  # noqa: E402
from time import perf_counter  # noqa: E402
from types import SimpleNamespace  # noqa: E402

import numpy as np  # noqa: E402

from autograder.answers.store import Answers, FrozenCase, load_answers  # noqa: E402
from autograder.freeze.reference import reference  # noqa: E402
from autograder.grading.grader import Grader  # noqa: E402
from autograder.records import Assignment, Call, Case, Report, Rng, Submission  # noqa: E402
from autograder.sandbox import Sandbox  # noqa: E402
from autograder.spec import loader  # noqa: E402
from autograder.spec.staff_folder import StaffFolder  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
STAFF = StaffFolder(ROOT / "solution")
STAFF = StaffFolder(ROOT / "solution")
ROUNDS = 5


def main() -> None:
    assignment = loader.load(ROOT / "solution")
    answers = load_answers(ROOT / "solution" / "answers.npz", assignment)
    report, graded = timed(lambda: graded_once(assignment, answers, reference(STAFF, assignment)))
    calls = [call for line in report.lines for call in line.transcript.calls]
    plain = plain_runner(assignment)
    _, own = timed(lambda: [plain(call) for call in calls])
    print(f"the reference's own {len(calls)} calls   {own:.3f} s")
    print(f"grading the reference            {graded:.3f} s, {graded / own:.2f} times its own calls (at most 3)")
    gradient_costs()


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """What ``work`` returns, and the median of its seconds."""
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        result = work()
        seconds.append(perf_counter() - start)
    return result, statistics.median(seconds)


def graded_once(assignment: Assignment, answers: Answers, submission: Submission) -> Report:
    with Sandbox() as sandbox:
        return Grader(assignment, answers, sandbox).grade(submission)


def plain_runner(assignment: Assignment) -> Callable[[Call], object]:
    """A probe called on the reference's modules, imported the ordinary way."""
    sys.path.insert(0, str(STAFF.path))
    student = SimpleNamespace(**{name[:-3]: importlib.import_module(name[:-3]) for name in assignment.files})
    probes = STAFF.functions("probes")

    def run(call: Call) -> object:
        inputs = {name: fresh(value) for name, value in call.case.inputs.items()}
        return probes[call.probe](student, **inputs)

    return run


def fresh(value: object) -> object:
    if isinstance(value, Rng):
        return np.random.default_rng(value.seed)
    if isinstance(value, (list, tuple)):
        return type(value)(fresh(item) for item in value)
    return np.array(value) if isinstance(value, np.ndarray) else value


def gradient_costs() -> None:
    """The toy's gradient check on one array of each size: calls and time, against one forward call."""
    toy = loader.load(ROOT / "tests" / "toy")
    check = next(check for check in toy.checks if check.kind == "gradient")
    toy = replace(toy, questions=(replace(toy.questions[0], checks=(replace(check, after=()),)),))
    for size in (100, 10_000, 100_000):
        rng = np.random.default_rng(size)
        case = Case("one", {"x": rng.normal(size=(size // 10, 10)), "k": 3.0, "dz": rng.normal(size=(size // 10, 10))})
        answers = Answers({(0, check.id): (FrozenCase(case),)})
        with Sandbox() as sandbox:
            staff = StaffFolder(ROOT / "tests" / "toy")
            report = Grader(toy, answers, sandbox).grade(reference(staff, toy))
        observed = report.lines[0].transcript
        forwards = [
            seen.seconds
            for call, seen in zip(observed.calls, observed.observations, strict=True)
            if call.probe == "scaled"
        ]
        print(f"{size:>7} parameters: {len(forwards)} forward calls, {observed.seconds * 1000:.1f} ms in all")


if __name__ == "__main__":
    main()
