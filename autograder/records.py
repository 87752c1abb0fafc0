"""The values that flow through a grading, in the order they appear.

A staff-written *probe* calls student code on a *case*; the sandbox returns what was *seen*; a *check*
judges it against the frozen *answer* and gives a *verdict*; the verdicts make a *report*.
Everything here is frozen and plain: it may be sent to another machine and judged there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

import numpy as np

from autograder.late import Lateness, Policy

Outputs: TypeAlias = Mapping[str, np.ndarray]
"""What a probe returned: plain arrays by name. Also the form of an answer."""


@dataclass(frozen=True)
class Rng:
    """A random generator that the worker makes: the probe receives ``np.random.default_rng(seed)``."""

    seed: int


Value: TypeAlias = (
    "bool | int | float | str | np.ndarray | Rng | list[Value] | tuple[Value, ...] | dict[str, Value] | None"
)
"""What a case may hand to a probe."""


@dataclass(frozen=True)
class Case:
    """One set of inputs, by name.

    ``hint`` belongs to the case, because the case is what tempts one into the mistake.
    ``keep`` stays with the grader (test labels, say) and never enters the sandbox.
    """

    name: str
    inputs: Mapping[str, Value]
    hint: str = ""
    keep: Outputs = field(default_factory=dict)

    @property
    def lucky(self) -> bool:
        """Whether luck takes part: a generator or a seed is handed over."""
        return any(isinstance(value, Rng) or "seed" in name for name, value in self.inputs.items())


@dataclass(frozen=True)
class Call:
    """A probe to run and the case to run it on."""

    probe: str
    case: Case


Outcome: TypeAlias = Literal["returned", "raised", "timed out", "died"]

Fault: TypeAlias = Literal["exception", "unwritten", "missing", "load", "complaint", "unusable", "memory"]
"""Why a call raised.

exception  student code raised while it ran
unwritten  a stub's NotImplementedError
missing    no such file, or no such name in it
load       a file could not be imported: syntax, encoding, or an error at its top level
complaint  the probe itself found the result unfit and says so in a sentence for the student
unusable   the probe returned something that is not numbers
memory     the memory limit
"""


@dataclass(frozen=True)
class Error:
    """What went wrong in the sandbox, in the student's own terms: no frame of the framework is in it.

    ``vouched`` is what of the message may be told of a hidden check: it cannot hold anything of a case.
    """

    fault: Fault
    type: str = ""
    message: str = ""
    file: str = ""
    line: int = 0
    text: str = ""
    function: str = ""
    traceback: str = ""
    called: str = ""
    vouched: str = ""


@dataclass(frozen=True)
class Seen:
    """What came back from one call: never trusted, only compared."""

    outcome: Outcome
    outputs: Outputs = field(default_factory=dict)
    error: Error | None = None
    seconds: float = 0.0
    printed: str = ""


@dataclass(frozen=True)
class Limits:
    """What one check may use: wall seconds for all of its calls, memory beyond the bare worker, printed text.

    ``stated`` says that staff wrote the seconds for this very check: what the reference takes does not shorten them.
    ``waits`` is how often a time-out is tried before it counts.
    """

    seconds: float = 20.0
    memory_mb: int = 1024
    printed_kb: int = 64
    stated: bool = False
    waits: int = 2


Status: TypeAlias = Literal["passed", "failed", "error", "skipped", "broken"]
Visibility: TypeAlias = Literal["visible", "hidden", "after_due_date", "after_published"]


@dataclass(frozen=True)
class Verdict:
    """What one check concluded.

    ``score`` is a share of the check's points, 0 to 1. ``message`` is the whole story and may hold inputs and
    expected numbers; ``brief`` is what a student may read of a hidden check. ``finding`` is for staff alone.
    ``value`` is a leaderboard's number. ``mistake`` is the id of the known mistake that gives the same numbers.
    ``told`` is the place, among the check's cases, of the one that the message tells of, where it matters which.
    """

    status: Status
    score: float
    message: str = ""
    brief: str = ""
    hint: str = ""
    finding: str = ""
    value: float | None = None
    mistake: str = ""
    told: int | None = None


_NOT_REACHED = "Not reached: grading was stopped before it. This is not your fault; course staff will run it again."
NOT_REACHED = Verdict(
    "skipped",
    0.0,
    message=_NOT_REACHED,
    brief=_NOT_REACHED,
    finding="Not reached: grading was stopped from outside. Grade this submission again.",
)
"""What a check has before its turn: the last word when grading is stopped, which is never the student's doing."""


@dataclass(frozen=True)
class More:
    """A judge's answer when it must see more before it can conclude."""

    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Check:
    """One line of a report: what is called, on which cases, and how it is judged.

    ``after`` names checks that must pass first, or this one is skipped. ``builds_on`` names checks whose failure
    explains a failure here: this one still runs and may pass, but is then skipped instead of failed.
    ``options`` is the kind's own pydantic model.
    """

    id: str
    kind: str
    title: str
    points: float
    probe: str
    cases: str
    options: Any
    public: bool
    visibility: Visibility
    limits: Limits
    after: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """A numbered part of the assignment; ``optional`` points come on top of the total."""

    id: str
    title: str
    points: float
    optional: bool
    checks: tuple[Check, ...]


Law: TypeAlias = Callable[[Mapping[str, Any], Outputs], "str | None"]
"""Inputs (with what the grader kept) and outputs in; a complaint for the student out, or None."""


@dataclass(frozen=True)
class AnswerKey:
    """What a judge knows and the sandbox does not: an answer for each case (where there is one), and the laws."""

    answers: tuple[Outputs | None, ...] = ()
    laws: Mapping[str, Law] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """An assignment as staff wrote it, read and verified.

    ``files`` are the names a student hands in; ``probes`` maps a module of the probes package to its source.
    ``seed`` is what the random cases are drawn from: only freezing needs it, and a student's kit has none.
    ``release`` identifies spec, probes, laws and answers together. ``total_seconds`` is the time for one whole
    submission, below the platform's own limit so that a slow submission still gets its report.
    ``due`` counts where the platform names no due date. Only the first ``hints_per_day`` submissions within a day (None:
    all of them) are told what is wrong with a hidden check.
    """

    id: str
    title: str
    folder: str
    files: tuple[str, ...]
    seed: int | None
    decks: int
    limits: Limits
    total_seconds: float
    questions: tuple[Question, ...]
    probes: Mapping[str, str]
    laws: Mapping[str, Law]
    release: str
    due: datetime | None = None
    late: Policy | None = None
    hints_per_day: int | None = None

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check, in the order of the report."""
        return tuple(check for question in self.questions for check in question.checks)


@dataclass(frozen=True)
class Submission:
    """What a student handed in: file names and bytes, so that it travels to any machine.

    ``notes`` are sentences for the student about the files themselves: misnamed, nested, left out.
    """

    name: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observed:
    """All that was asked of a submission for one check, and all that was seen: enough to judge it again."""

    calls: tuple[Call, ...] = ()
    seen: tuple[Seen, ...] = ()

    @property
    def seconds(self) -> float:
        """The student's own time."""
        return sum(seen.seconds for seen in self.seen)


@dataclass(frozen=True)
class Line:
    """One row of a report. ``mend_first`` are the checks that a skipped one waits for, to the bottom of it."""

    question: Question
    check: Check
    verdict: Verdict
    observed: Observed = Observed()
    mend_first: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The points this row earned."""
        return self.check.points * self.verdict.score

    @property
    def case(self) -> str:
        """The name of the case that the verdict's message tells of; empty when it tells of none."""
        told = self.verdict.told
        return "" if told is None or told >= len(self.observed.calls) else self.observed.calls[told].case.name


@dataclass(frozen=True)
class Report:
    """Everything a writer needs to tell one submission's story.

    ``notes`` are for the student; ``findings`` are for staff alone. ``fingerprint`` says what the verdicts depend on:
    versions, threads, deck, release, the tier of the sandbox.
    """

    assignment: str
    title: str
    submission: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    fingerprint: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    late: Lateness | None = None
    findings: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The points earned, optional ones included, before anything is taken off for lateness."""
        return sum(line.points for line in self.lines)

    @property
    def final(self) -> float:
        """The points that count: those earned, less what lateness costs."""
        return self.score - (self.late.points if self.late else 0.0)

    @property
    def out_of(self) -> float:
        """The points that make 100 %: optional questions do not count."""
        return sum(line.check.points for line in self.lines if not line.question.optional)

    @property
    def broken(self) -> Sequence[Line]:
        """The rows that staff must look at: the grader failed, not the student."""
        return [line for line in self.lines if line.verdict.status == "broken"]

    @property
    def unreached(self) -> Sequence[Line]:
        """The rows before whose turn grading was stopped."""
        return [line for line in self.lines if line.verdict == NOT_REACHED]
