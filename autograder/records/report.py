"""A submission, the verdicts of its checks, and the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from autograder.records.assignment import Check, Leaderboard, Policy, Question
from autograder.records.calls import Transcript

Status: TypeAlias = Literal["passed", "failed", "error", "skipped", "broken"]


@dataclass(frozen=True)
class Diagnosis:
    """The known mistakes that give the same wrong result, by their ids; empty when none is known.

    ``groups`` are mistakes that were made together: of each group at least one, any of them. ``factor`` is the named
    number by which the mistake's own result is multiplied on top. ``possible`` are mistakes that give this result too,
    but so do too many others: one of them is named only when another check points to it.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    factor: str = ""
    possible: tuple[str, ...] = ()

    @property
    def certain(self) -> tuple[str, ...]:
        """The mistakes that the result points to."""
        return tuple(mistake_id for group in self.groups for mistake_id in group)

    @property
    def ids(self) -> tuple[str, ...]:
        """All mistakes that the diagnosis names."""
        return (*self.certain, *self.possible)

    @property
    def is_combined(self) -> bool:
        """Whether something was wrong besides one mistake: a second mistake, or a factor."""
        return len(self.groups) > 1 or bool(self.factor)

    @classmethod
    def from_plain(cls, tree: Mapping[str, Any]) -> Diagnosis:
        """The inverse of `dataclasses.asdict`, also after JSON."""
        groups = tuple(tuple(group) for group in tree["groups"])
        return cls(groups, tree["factor"], tuple(tree["possible"]))


@dataclass(frozen=True)
class Verdict:
    """What one check concluded.

    ``score`` is a share of the check's points, 0 to 1. ``message`` is the whole story and may hold inputs and expected
    numbers; ``brief`` is what a student may read about a hidden check. ``staff_note`` is for staff alone.
    ``case_index`` is the case the message describes, or None when it applies to all of them; ``output`` the output that
    it describes, if it describes one. ``carried`` is the part of ``score`` that was earned by an error carried forward.
    """

    status: Status
    score: float
    message: str = ""
    brief: str = ""
    hint: str = ""
    staff_note: str = ""
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    case_index: int | None = None
    output: str = ""
    carried: float = 0.0

    @classmethod
    def from_plain(cls, tree: Mapping[str, Any]) -> Verdict:
        """The inverse of `dataclasses.asdict`, also after JSON."""
        return cls(**{**tree, "diagnosis": Diagnosis.from_plain(tree["diagnosis"])})


_NOT_REACHED = "Not reached: grading was stopped before it. This is not your fault; course staff will run it again."

NOT_REACHED = Verdict(
    "skipped",
    0.0,
    message=_NOT_REACHED,
    brief=_NOT_REACHED,
    staff_note="Not reached: grading was stopped from outside. Grade this submission again.",
)
"""The verdict of a check before its turn. It stays when grading is stopped, which is never the student's doing."""


@dataclass(frozen=True)
class Submission:
    """What a student handed in: file names and bytes, so that it travels to any machine.

    ``notes`` are sentences for the student about the files themselves: misnamed, nested, left out.
    """

    name: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Previous:
    """An earlier submission by the same people, and whether the grader failed on it."""

    submitted: datetime | None = None
    failed: bool = False


@dataclass(frozen=True)
class SlipDays:
    """The slip days that are left for the term: ``of_group`` where those of the member with the fewest count.

    ``staff_note`` says why they are not surely known.
    """

    left: int
    of_group: bool = False
    staff_note: str = ""


@dataclass(frozen=True)
class SubmissionInfo:
    """What a platform says about one submission; None and empty values were not given.

    ``due`` is the due date for these people, the latest of the assignment's and of each member's own, so that nobody is
    late because of a partner, or because a deadline moved for the class. ``due_source`` says in words which of them it
    is, and ``no_due`` why there is none. ``unreadable_dates`` are due dates that are not dates, as text. ``trouble``
    says why nothing at all is known. ``members`` are the people, each with the ids and addresses that the platform
    knows; ``slip_days`` are those that are left to them for the term, where the course counts them.
    """

    submission: str = ""
    created: datetime | None = None
    due: datetime | None = None
    due_source: str = ""
    no_due: str = "the platform names none"
    unreadable_dates: tuple[str, ...] = ()
    previous: tuple[Previous, ...] = ()
    trouble: str = ""
    members: tuple[tuple[str, ...], ...] = ()
    slip_days: SlipDays | None = None


NOT_GIVEN = SubmissionInfo(trouble="no metadata was given")


@dataclass(frozen=True)
class DueDate:
    """The due date that counts: ``source`` says in words where it stands, ``zone`` where the course's clocks stand.

    Without a zone the offsets count that moments are written with.
    """

    moment: datetime
    source: str
    zone: str = ""


@dataclass(frozen=True)
class Lateness:
    """How late a submission is, and what that costs: ``percent`` by the policy, and the ``points`` really deducted.

    ``slip_days`` are those that were left for the term before this work, where the course counts them.
    """

    policy: Policy
    due: DueDate
    late_by: timedelta
    days: int
    slipped: int
    percent: float
    points: float
    floored: bool
    slip_days: SlipDays | None = None


@dataclass(frozen=True)
class Line:
    """One row of a report. ``blocked_by`` are the checks that must pass first: those at the start of the chain.

    ``paste`` are lines for Python's prompt that make the call which the message describes; a hidden check has none.
    """

    question: Question
    check: Check
    verdict: Verdict
    transcript: Transcript = field(default_factory=Transcript)
    blocked_by: tuple[str, ...] = ()
    paste: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The points this row earned."""
        return self.check.points * self.verdict.score

    @property
    def case(self) -> str:
        """The name of the case that the verdict's message describes; empty when it describes none."""
        index, calls = self.verdict.case_index, self.transcript.calls
        return "" if index is None or index >= len(calls) else calls[index].case.name


@dataclass(frozen=True)
class Ranking:
    """A submission's number on a leaderboard; None where it has none.

    ``staff_note`` says why the grader failed to find it.
    """

    leaderboard: Leaderboard
    value: float | None = None
    staff_note: str = ""


@dataclass(frozen=True)
class Report:
    """Everything a writer needs to report on one submission.

    ``notes`` are for the student; ``staff_notes`` for staff alone. ``provenance`` says what the verdicts depend on:
    versions, threads, deck, release, the tier of the sandbox. ``on_time_for`` is the due date that counts where the
    work is not late. ``by_hand`` are the questions that people grade: their points are not among those of the report.
    """

    assignment: str
    title: str
    submission: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    late: Lateness | None = None
    on_time_for: DueDate | None = None
    staff_notes: tuple[str, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    by_hand: tuple[Question, ...] = ()

    @property
    def score(self) -> float:
        """The points earned, optional ones included, before any late penalty."""
        return sum(line.points for line in self.lines)

    @property
    def final(self) -> float:
        """The points that count: the points earned, less the cost of lateness."""
        return self.score - (self.late.points if self.late else 0.0)

    @property
    def out_of(self) -> float:
        """The points that make 100 %: optional ones do not count."""
        return sum(line.check.points for line in self.lines if not line.check.optional)

    @property
    def broken(self) -> Sequence[Line]:
        """The rows that staff must look at: the grader failed, not the student."""
        return [line for line in self.lines if line.verdict.status == "broken"]

    @property
    def failed_on(self) -> list[str]:
        """The ids of the checks and leaderboards that the grader itself failed on."""
        boards = [ranking.leaderboard.id for ranking in self.rankings if ranking.staff_note]
        return [line.check.id for line in self.broken] + boards

    @property
    def unreached(self) -> Sequence[Line]:
        """The rows that grading had not reached when it was stopped."""
        return [line for line in self.lines if line.verdict == NOT_REACHED]
