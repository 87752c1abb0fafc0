"""What is measured within one process: growth with parameters and checks, the price of each feature, training."""

from __future__ import annotations

import importlib
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np

from autograder.answers.store import Answers, FrozenCase, load_answers, load_rows
from autograder.freeze.reference import reference
from autograder.gradescope import results as gradescope
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.mistakes.recognise import recognise
from autograder.records import Assignment, Call, Case, Check, Report, Rng, Submission, Transcript
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.inside.probes import load_probes
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.benchmarks.place import Place
from tests.benchmarks.runner import Taken, here, in_turns
from tests.support.places import HALF, SOLUTION

PARAMETERS = {1_000: 13, 10_000: 133, 100_000: 1_333, 1_000_000: 13_333}
"""Parameters of a network with 64 features, 10 classes and one hidden layer of so many units, about."""
CHECKS = (10, 50, 200)
LAYER_TRIES = 50
PIPES = "descriptors"
"""The layer that also brings a worker's pipes to where it reads and writes: no worker does without it."""
FAILS = "q6.gate"
"""A check that the half-finished submission fails."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Twelve:
    """The assignment of the twelve checks, with its answers and a right submission."""

    assignment: Assignment
    answers: Answers
    submission: Submission

    @classmethod
    def at(cls, place: Place) -> Twelve:
        """Read it."""
        assignment = loader.load(place.staff)
        answers = load_answers(StaffFolder(place.staff).answers, assignment)
        return cls(assignment, answers, open_submission(place.submission(0), assignment.files))

    def graded(self, sandbox: Sandbox) -> Report:
        """Grade the submission by all twelve."""
        return passed(Grader(self.assignment, self.answers, sandbox).grade(self.submission))

    def only(self, check_id: str) -> tuple[Check, FrozenCase]:
        """A check and its frozen case."""
        check = next(check for check in self.assignment.checks if check.id == check_id)
        return check, self.answers.of(check, 1)[0]

    def grading(self, checks: Sequence[tuple[Check, FrozenCase]], sandbox: Sandbox) -> Callable[[], Report]:
        """How a submission is graded by these checks alone."""
        question = replace(self.assignment.questions[0], checks=tuple(check for check, _ in checks))
        assignment = replace(self.assignment, questions=(question,))
        answers = Answers({(1, check.id): (case,) for check, case in checks})
        return lambda: passed(Grader(assignment, answers, sandbox).grade(self.submission))


def passed(report: Report) -> Report:
    """The report, if every check passed: what fails early costs little."""
    failed = [f"{line.check.id}: {line.verdict.message}" for line in report.lines if line.verdict.status != "passed"]
    if failed:
        raise AssertionError("\n".join(failed))
    return report


def parameters(place: Place, rounds: int) -> dict[str, dict[str, float]]:
    """For networks of growing size the gradient check's calls of forward, its whole time, and that of one such call."""
    twelve, found = Twelve.at(place), {}
    check, frozen = twelve.only("q3.slopes")
    for size, hidden in PARAMETERS.items():
        rng = np.random.default_rng(size)
        shapes = {"W1": (64, hidden), "b1": (hidden,), "W2": (hidden, 10), "b2": (10,)}
        weights = {name: rng.normal(size=shape) / np.sqrt(shape[0]) for name, shape in shapes.items()}
        case = Case("random", {**frozen.case.inputs, **weights})
        with Sandbox() as sandbox:
            grade = twelve.grading([(check, FrozenCase(case))], sandbox)
            reports = [grade() for _ in range(rounds + 1)][1:]
        forwards = [forward_seconds(report.lines[0].transcript) for report in reports]
        found[str(size)] = {
            "calls": len(forwards[0]),
            "forward_ms": 1000 * statistics.median(map(statistics.median, forwards)),
            "whole_ms": 1000 * statistics.median(report.seconds for report in reports),
        }
    return found


def forward_seconds(transcript: Transcript) -> list[float]:
    """The seconds of each call of forward."""
    pairs = zip(transcript.calls, transcript.observations, strict=True)
    return [seen.seconds for call, seen in pairs if call.probe == "network_loss"]


def checks(place: Place, rounds: int, tell: Tell) -> dict[str, list[Taken]]:
    """Gradings of one submission by growing numbers of cheap checks."""
    twelve = Twelve.at(place)
    check, frozen = twelve.only("q1.linear")
    with Sandbox() as sandbox:
        contestants = {
            str(count): here(twelve.grading([(replace(check, id=f"q1.c{i}"), frozen) for i in range(count)], sandbox))
            for count in CHECKS
        }
        return in_turns(contestants, rounds, tell)


def layers() -> dict[str, float]:
    """The milliseconds that each layer of the wall takes of a worker's start: medians."""
    with Sandbox() as sandbox:
        proofs = [sandbox.prove() for _ in range(LAYER_TRIES)]
    return {name: statistics.median(proof[name] for proof in proofs) for name in proofs[0]}


def features(place: Place, rounds: int, tell: Tell) -> dict[str, list[Taken]]:
    """The twelve checks with all there is, without the wall's layers, without a zygote, and what writers take."""
    twelve = Twelve.at(place)
    with Sandbox() as whole:
        rights = [name for name in whole.tier.layers if name != PIPES]
        report = twelve.graded(whole)
        with Sandbox(least="D", without=rights) as bare:
            contestants = {
                "walled": here(lambda: twelve.graded(whole)),
                "without a wall": here(lambda: twelve.graded(bare)),
                "results.json": here(lambda: gradescope.results(report)),
                "recognition": here(recognition(whole)),
            }
            return in_turns(contestants, rounds, tell)


def recognition(sandbox: Sandbox) -> Callable[[], object]:
    """How known mistakes are looked for in a wrong answer, all of one check's."""
    assignment = loader.load(SOLUTION)
    answers = load_rows(StaffFolder(SOLUTION).answers)
    half = open_submission(HALF, assignment.files)
    [line] = Grader(assignment, answers, sandbox).grade(half, [FAILS], 1).lines
    key = answers.key(line.check, 1, assignment.laws)
    return lambda: recognise(line.check, key, line.transcript, line.verdict)


@contextmanager
def own_calls() -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """How the reference is graded by the whole assignment, and how its own calls are made in one plain process."""
    assignment, staff = loader.load(SOLUTION), StaffFolder(SOLUTION)
    answers = load_answers(staff.answers, assignment)
    with Sandbox() as sandbox:
        submission = reference(staff, assignment)
        report = Grader(assignment, answers, sandbox).grade(submission)
        calls = [call for line in report.lines for call in line.transcript.calls]
        plain = plain_runner(staff, assignment)
        yield (
            lambda: Grader(assignment, answers, sandbox).grade(submission),
            lambda: [plain(call) for call in calls],
        )


def whole_assignment(rounds: int, tell: Tell) -> dict[str, list[Taken]]:
    """Grading the reference, and its own calls."""
    with own_calls() as (grade, calls):
        return in_turns({"graded": here(grade), "own calls": here(calls)}, rounds, tell)


def plain_runner(staff: StaffFolder, assignment: Assignment) -> Callable[[Call], object]:
    """A probe called on the reference's modules, imported the ordinary way; what it notes goes nowhere."""
    sys.path.insert(0, str(staff.path))
    student = SimpleNamespace(**{name[:-3]: importlib.import_module(name[:-3]) for name in assignment.files})
    codes = {name: code.data for name, code in Payload({}, assignment.probes, ()).codes().items()}
    probes = load_probes(codes, {"note": _forget, "object_to": _forget})

    def call(one: Call) -> object:
        return probes[one.probe](student, **{name: fresh(value) for name, value in one.case.inputs.items()})

    return call


def _forget(*values: object, **named: object) -> None:
    """In place of what a worker sends on."""


def fresh(value: object) -> object:
    """An input of a case, as no call has seen it yet."""
    if isinstance(value, Rng):
        return np.random.default_rng(value.seed)
    if isinstance(value, (list, tuple)):
        return type(value)(fresh(item) for item in value)
    return np.array(value) if isinstance(value, np.ndarray) else value
