"""What staff wrote: checks, questions, the assignment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from autograder.records.cases import Outputs
from autograder.records.contest import Contest
from autograder.records.laws import Law, Laws, PromptFunction, Prompts


@dataclass(frozen=True)
class Limits:
    """What one check may use: processor seconds for all of its calls, as many seconds more to sleep or wait, memory
    beyond the bare worker, printed text.

    ``explicit``: staff wrote the seconds for this check itself, so a fast reference does not shorten them.
    """

    seconds: float = 20.0
    memory_mb: int = 1024
    printed_kb: int = 64
    explicit: bool = False


Visibility: TypeAlias = Literal["visible", "hidden", "after_due_date", "after_published"]


@dataclass(frozen=True)
class Carried:
    """Error carried forward: how a check is judged once more when an earlier check has failed.

    ``expects`` is a probe that makes the expected outputs of the student's own earlier pieces; without one, outputs are
    judged as usual. ``instead`` is a probe that takes the place of the check's own, with given data in place of the
    piece that failed. One of them may be empty. ``when`` names further earlier checks whose failure may be carried
    forward, besides those in ``after`` and ``builds_on``. What only the second judging finds right earns ``share`` of
    its points.
    """

    expects: str = ""
    instead: str = ""
    when: tuple[str, ...] = ()
    share: float = 0.5


@dataclass(frozen=True)
class Check:
    """One line of a report: what is called, on which cases, and how it is judged.

    ``after`` names checks that must pass first, or this one is skipped. ``builds_on`` names checks whose failure
    explains a failure here: this check still runs and may pass, but is reported as skipped instead of failed.
    ``carried`` says what such a check may earn all the same. ``reads`` names files whose content takes the place of
    what a probe returns: such a check has no probe. ``home_cases`` are a public check's cases in the kit where they are
    not its usual ones; verdicts depend on them through the cases alone.
    ``optional`` points come on top of the total, as do those of all checks in an optional question; no answer or
    verdict depends on that, so it is not in the repr, which their keys hold.
    ``options`` are the kind's own `checks.settings.Options`.
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
    carried: Carried | None = None
    reads: tuple[str, ...] = ()
    optional: bool = field(default=False, repr=False)
    home_cases: str = field(default="", repr=False)

    def within(self, seconds: float) -> Check:
        """The check with this time limit; the check itself if it is unchanged, since every grading asks."""
        if seconds == self.limits.seconds:
            return self
        return replace(self, limits=replace(self.limits, seconds=seconds))


@dataclass(frozen=True)
class Leaderboard:
    """A ranking of the class by calls that a check makes. It is no check: it calls nothing and earns no points.

    ``place`` is how many checks of its question stand before it. ``options`` is a
    `checks.leaderboard.LeaderboardOptions`.
    """

    id: str
    title: str
    place: int
    options: Any


@dataclass(frozen=True)
class Question:
    """A numbered part of the assignment; ``optional`` points come on top of the total, as do those of optional checks.

    A question that people grade ``by_hand`` has no checks; ``about`` says what they look at. In a kit ``hidden_points``
    are those of the checks that the kit does not hold.
    """

    id: str
    title: str
    points: float
    optional: bool
    checks: tuple[Check, ...]
    leaderboards: tuple[Leaderboard, ...] = ()
    by_hand: bool = False
    about: str = ""
    hidden_points: float = 0.0

    @property
    def extra(self) -> float:
        """The points of optional checks, where the question itself is not optional."""
        return 0.0 if self.optional else sum(check.points for check in self.checks if check.optional)

    @property
    def entries(self) -> list[Check | Leaderboard]:
        """Checks and leaderboards in the order of assignment.yaml."""
        found: list[Check | Leaderboard] = list(self.checks)
        for number, board in enumerate(self.leaderboards):
            found.insert(board.place + number, board)
        return found


@dataclass(frozen=True)
class AnswerKey:
    """What the grader knows of a check's cases and the sandbox does not.

    ``answers`` are the right outputs for each case, where there are any; ``laws`` are functions by name; ``wrong`` are
    the `answers.signatures.WrongAnswer` of known mistakes, which no verdict depends on: they explain it. So do
    ``prompts``, which name what a student calls.
    """

    answers: tuple[Outputs | None, ...] = ()
    laws: Mapping[str, Law] = field(default_factory=dict)
    wrong: tuple[Any, ...] = ()
    prompts: Mapping[str, PromptFunction] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """How late work is treated.

    ``grace_minutes`` are added to every due date. Each calendar day begun after that is a late day; ``slip_days`` of
    them are free (None: as many as are left for the term, where that is known). ``term``: how many are left for the
    term stands in term.yaml. Every further one costs ``percent_a_day`` of the points earned, all of them together at
    most ``cap_percent``. Lateness alone never takes a score below ``floor_percent`` of the assignment's points. Work
    that is more than ``cut_off_days`` late days late, free ones included, earns nothing at all (None: however late it
    is, it earns something).
    """

    grace_minutes: float = 0
    slip_days: int | None = None
    term: bool = False
    percent_a_day: float = 0
    cap_percent: float = 100
    floor_percent: float = 0
    cut_off_days: int | None = None


@dataclass(frozen=True)
class Assignment:
    """An assignment as staff wrote it, read and verified: a plain value, which pickles and never reads the disk.

    ``files`` are the names a student hands in; ``packages`` may be imported besides numpy, and ``data`` opened;
    ``probes`` maps a module of the probes package to its source, and ``prompts`` say how a student makes a probe's
    calls at Python's own prompt. The random cases are drawn from ``seed``: only freezing needs it, and a student's kit
    has none. ``release`` identifies spec, probes, laws and answers together. ``total_seconds`` is the time for one
    whole submission, below the platform's own limit so that a slow submission still gets its report. ``due`` applies
    when the platform names no due date. Days begin and end in the time zone ``zone``, such as America/Los_Angeles;
    without a zone the offsets that moments are written with count. Only the first ``hints_per_day`` submissions within
    a day (None: all of them) learn what is wrong with a hidden check. Every known mistake should cost fewer than
    ``most_per_mistake`` points (None: any number). ``contest`` is None where there is none.
    """

    id: str
    title: str
    files: tuple[str, ...]
    seed: int | None
    decks: int
    limits: Limits
    total_seconds: float
    questions: tuple[Question, ...]
    probes: Mapping[str, str]
    laws: Laws
    release: str
    due: datetime | None = None
    zone: str = ""
    late: Policy | None = None
    hints_per_day: int | None = None
    prompts: Prompts = field(default_factory=Prompts)
    packages: tuple[str, ...] = ()
    data: Mapping[str, bytes] = field(default_factory=dict)
    contest: Contest | None = None
    most_per_mistake: float | None = None

    @property
    def out_of(self) -> float:
        """The points that make 100 % of what checks grade: optional ones do not count."""
        return sum(check.points for check in self.checks if not check.optional)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check, in the order of the report."""
        return tuple(check for question in self.questions for check in question.checks)

    @property
    def leaderboards(self) -> tuple[Leaderboard, ...]:
        """Every leaderboard, in the order of the report."""
        return tuple(board for question in self.questions for board in question.leaderboards)
