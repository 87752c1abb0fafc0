"""The work itself: one submission's files in, what its checks came to out, both of them plain values.

A `Station` is where that happens: the assignment loaded once, and a sandbox for each of its threads. It may stand in
this process, in another, or on another machine; the process that runs it owns no ledger and knows no student's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

from autograder.answers.store import Answers, load_answers
from autograder.batch import stored
from autograder.batch.class_results import GradingOutcome
from autograder.batch.transcripts import Keeper, PackedArray
from autograder.grading import time_limits
from autograder.grading.grader import Grader
from autograder.records import Assignment, Error, Report, Submission
from autograder.sandbox.pool import Sandboxes
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder


@dataclass(frozen=True)
class GradingTask:
    """A submission to grade: its files, and its deck, which the name has decided."""

    files: Mapping[str, bytes]
    deck: int


@dataclass(frozen=True)
class Graded:
    """What a grading came to: the outcome, a sentence about it, and the report as `stored.packed` keeps it.

    ``calls`` are what `transcripts.Keeper` noted of the calls, packed in the same way, and ``arrays`` what they refer
    to. ``observed`` is the release that the calls were made under, empty for this one.
    """

    outcome: GradingOutcome
    reason: str
    report: bytes
    calls: bytes = b""
    arrays: tuple[PackedArray, ...] = ()
    observed: str = ""


class Station:
    """An assignment and its answers, and sandboxes to grade in: as many as there are threads that ask for one.

    ``secrets`` are paths that student code must not be able to read. The first sandbox starts at once, so that a
    machine that cannot isolate student code refuses before anything is graded.
    """

    def __init__(self, assignment: Assignment, answers: Answers, secrets: tuple[str, ...]) -> None:
        self._assignment, self._answers = assignment, answers
        self._sandboxes = Sandboxes(secrets)

    @classmethod
    def load(cls, folder: StaffFolder, secrets: tuple[str, ...] = ()) -> Station:
        """A station for the assignment in a folder, with time limits that fit this machine."""
        calibration = time_limits.read(folder.path / time_limits.PACE_NAME)
        assignment = time_limits.scale_limits(loader.load(folder.path), calibration)
        answers = load_answers(folder.answers, assignment)
        return cls(assignment, answers, (*folder.secrets(assignment.files), *secrets))

    def grade(self, task: GradingTask) -> Graded:
        """Grade one submission in a sandbox that is free."""
        with self._sandboxes.one() as sandbox:
            keeper = Keeper()
            grader = Grader(self._assignment, self._answers, sandbox, keeper.run_check)
            report = grader.grade(Submission("", task.files), deck=task.deck)
        outcome, reason = outcome_of(report, task.files, self._assignment.files)
        kept, arrays = stored.packed(keeper.runs), tuple(keeper.arrays.values())
        return Graded(outcome, reason, stored.packed(stored.tree_of(report)), kept, arrays)

    def close(self) -> None:
        """End every sandbox, and what is being graded in it."""
        self._sandboxes.close()

    def __enter__(self) -> Station:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def outcome_of(report: Report, files: Mapping[str, bytes], expected: tuple[str, ...]) -> tuple[GradingOutcome, str]:
    """The outcome of a grading, the gravest first, and what to know of it in a sentence."""
    seen = [(line.check.id, observation) for line in report.lines for observation in line.transcript.observations]
    if report.failed_on:
        return "broken", failed_on(report)
    missing = [name for name in expected if name not in files]
    if missing:
        return "missing files", f"Not handed in: {', '.join(missing)}."
    late = dict.fromkeys(check for check, one in seen if one.outcome == "timed out")
    if late:
        return "timed out", f"Stopped because time was up: {', '.join(late)}."
    if report.seconds > 0 and any(line.verdict.message.startswith("Not reached: ") for line in report.lines):
        return "timed out", "The time for the whole submission was used up."
    unloaded = [one.error for _, one in seen if one.error is not None and one.error.fault == "load"]
    if unloaded:
        names = dict.fromkeys(name for error in unloaded for name in _not_loaded(error))
        return "crash", f"Could not be imported: {', '.join(names)}."
    died = dict.fromkeys(check for check, one in seen if one.outcome == "died")
    if died:
        return "crash", f"The process ended in {', '.join(died)}."
    return "graded", ""


def failed_on(report: Report) -> str:
    """Why a grading is broken, in a sentence."""
    return f"The grader failed on {', '.join(report.failed_on)}."


def _not_loaded(error: Error) -> list[str]:
    """The file that an error stands in, or those that cannot even be read as text."""
    return [error.file] if error.file else [f"{module}.py" for module in error.unloaded]
