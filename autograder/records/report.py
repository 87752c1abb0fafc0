"""The report on one submission: a line for each check, what lateness costs, and the points that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from autograder.records.assignment import Check, Leaderboard, Policy, Question
from autograder.records.calls import Transcript
from autograder.records.submissions import SlipDays
from autograder.records.verdicts import NOT_REACHED, Verdict


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
