"""The results of a class: each submission as plain values, complete without the assignment or the submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from autograder.records import Status
from autograder.records.hand_ins import Person

GradingOutcome: TypeAlias = Literal[
    "graded", "crash", "timed out", "missing files", "unreadable", "broken", "not graded"
]
"""What a grading came to, for the class's list.

graded         its checks ran, whatever they said
crash          a file could not be imported, or the student's code ended its process
timed out      a check, or the whole submission, used up its time
missing files  an expected file was not handed in; the other files were graded
unreadable     it could not be opened, so nothing was graded: staff decide
broken         the grader failed on it, more than once; never charged to the student
not graded     it waits: the batch was stopped before it
"""

OUTCOMES: tuple[GradingOutcome, ...] = (
    "graded", "crash", "timed out", "missing files", "unreadable", "broken", "not graded",
)  # fmt: skip


LEAVES = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True)
class ErrorPlace:
    """Where a student's code raised, in their own file; ``text`` is the source line, which survives other line numbers.

    ``type`` is empty when the process was stopped or died.
    """

    fault: str = ""
    type: str = ""
    file: str = ""
    line: int = 0
    function: str = ""
    text: str = ""


@dataclass(frozen=True)
class CheckResult:
    """One check of one submission.

    ``score`` and ``max`` are in points. ``mistakes`` are the ids of the known mistakes that give the same result,
    ``possible`` those that give it as many others do, ``factor`` the named number on top of a mistake. Where
    ``mistakes`` is empty, a wrong answer is told apart by ``brief``, which holds no number of a case: the factor, the
    shape or the entries that are wrong. ``message`` is the whole story. ``case`` is the case that both describe.
    ``error`` is the first error observed. ``waits_for`` are the checks to fix first.
    ``optional`` points come on top of the total.
    """

    id: str
    title: str
    status: Status
    score: float
    max: float
    public: bool = True
    mistakes: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    factor: str = ""
    brief: str = ""
    message: str = ""
    hint: str = ""
    staff_note: str = ""
    case: str = ""
    error: ErrorPlace | None = None
    timed_out: bool = False
    seconds: float = 0.0
    waits_for: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class QuestionResult:
    """One question of one submission; its points are the sums over ``checks``."""

    id: str
    title: str
    optional: bool
    checks: tuple[CheckResult, ...]

    @property
    def score(self) -> float:
        """The points earned."""
        return sum(check.score for check in self.checks)

    @property
    def max(self) -> float:
        """The points that make the whole; those of optional checks come on top, unless all are optional."""
        return sum(check.max for check in self.checks if self.optional or not check.optional)


@dataclass(frozen=True)
class GradedSubmission:
    """One submission as the ledger gives it back.

    ``key`` names its results: ``results/KEY.json`` and ``pages/KEY.html``. ``score`` is what counts, after lateness;
    ``earned`` before it; ``out_of`` what makes 100 %; all in points. ``score`` is None where there is nothing to count:
    unreadable, broken, not graded. ``reason`` says in a sentence why the outcome is what it is; empty for "graded".
    ``submitted`` is None where the platform does not say. ``late`` is the lateness in words, empty when in time.
    ``lost`` are the points that lateness cost, ``slipped`` the slip days that were used. ``seconds`` is the student's
    own time, summed over the checks.
    """

    key: str
    people: tuple[Person, ...]
    submitted: datetime | None
    outcome: GradingOutcome
    reason: str
    score: float | None
    earned: float
    out_of: float
    questions: tuple[QuestionResult, ...] = ()
    notes: tuple[str, ...] = ()
    staff_notes: tuple[str, ...] = ()
    late: str = ""
    lost: float = 0.0
    deck: int = 0
    release: str = ""
    seconds: float = 0.0
    boards: Mapping[str, float] = field(default_factory=dict)
    slipped: int = 0

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """Every check, in the order of the assignment."""
        return tuple(check for question in self.questions for check in question.checks)


def would_lose(earlier: GradedSubmission, now: GradedSubmission) -> bool:
    """Whether a submission has fewer points now than before; no score now counts as no points."""
    return earlier.score is not None and (now.score or 0) < earlier.score


def settled(earlier: GradedSubmission, now: GradedSubmission) -> GradedSubmission:
    """The earlier result under the release that would have taken points away: the points stay, out of its total."""
    return replace(earlier, out_of=now.out_of, release=now.release)


def plain(graded: GradedSubmission) -> dict[str, Any]:
    """The submission as a tree that JSON can hold."""
    return {**plain_tree(graded), "submitted": graded.submitted.isoformat() if graded.submitted else None}


def plain_tree(value: Any) -> Any:
    """A value with dataclasses in it as tables and lists; unlike `dataclasses.asdict` it copies no leaf."""
    if type(value) in LEAVES:
        return value
    if isinstance(value, (tuple, list)):
        return [plain_tree(part) for part in value]
    table = value if isinstance(value, Mapping) else vars(value) if is_dataclass(value) else None
    if table is None:
        return value
    return {name: part if type(part) in LEAVES else plain_tree(part) for name, part in table.items()}


def from_plain(tree: Mapping[str, Any]) -> GradedSubmission:
    """The submission of which `plain` made this tree, also after a journey through JSON."""
    questions = tuple(
        QuestionResult(row["id"], row["title"], row["optional"], tuple(map(check_from_plain, row["checks"])))
        for row in tree["questions"]
    )
    changed = {
        "people": tuple(Person(**person) for person in tree["people"]),
        "submitted": datetime.fromisoformat(tree["submitted"]) if tree["submitted"] else None,
        "questions": questions,
        "notes": tuple(tree["notes"]),
        "staff_notes": tuple(tree["staff_notes"]),
    }
    return GradedSubmission(**{**tree, **changed})


def check_from_plain(tree: Mapping[str, Any]) -> CheckResult:
    """The check of which `dataclasses.asdict` made this tree."""
    lists = {name: tuple(tree[name]) for name in ("mistakes", "possible", "waits_for")}
    error = ErrorPlace(**tree["error"]) if tree["error"] else None
    return CheckResult(**{**tree, **lists, "error": error})
