"""The class on one page: how it did, what it got wrong, what to say in lecture, and whom to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote
from zlib import crc32

import numpy as np

from autograder.batch.class_page_data import ClassData, StudentSummary, gather, graded_questions
from autograder.batch.class_page_groups import Lesson, hanging, lessons, made, unexplained
from autograder.batch.class_page_items import (
    FEWEST_STUDENTS,
    FEWEST_WRONG,
    CheckStatistics,
    everybody_passes,
    items,
    redundant_checks,
)
from autograder.batch.class_results import OUTCOMES, GradedSubmission
from autograder.batch.ledger import Ledger
from autograder.batch.publish import PAGES
from autograder.batch.tables import TO_LOOK_AT
from autograder.mistakes import catalogue
from autograder.records import Assignment, Question
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted
from autograder.writers import files
from autograder.writers.html import render
from autograder.writers.overview import seconds_in_words
from autograder.writers.text import points

CLASS_PAGE = "class.html"
TEMPLATE = Path(__file__).with_name("class_page.html")
BINS = 20
ROUNDED = 1e-6
MOST_GROUPS, MOST_MISTAKES, MOST_TRIAGE, SLOWEST = 40, 60, 200, 10
MOST_OPEN = 12
"""How many groups of a kind are seen at once; the others are a click away."""
MOST_NAMES = 6
"""How many students of a group are named; the others are counted."""
MOST_ROWS = 1500
"""In a larger class the table of everybody is left to grades.csv, so that the page stays small."""


@dataclass(frozen=True)
class QuestionRow:
    """One question: its points, the mean share of them, 0 to 1, who has all of them, who has none, and its checks.

    Points of optional checks come on top, so that a share may be more than the whole. Where there are no points to
    earn, the share is of its checks.
    """

    question: Question
    worth: float
    mean: float
    full: int
    none: int
    items: Sequence[CheckStatistics]


def class_page(
    assignment: Assignment, submissions: Iterable[GradedSubmission], known: Mapping[str, Lesson], made_of: str = ""
) -> str:
    """The page of a class.

    ``known`` is what staff wrote about each known mistake, by id; ``made_of`` says what the page was made of.
    """
    data = gather(assignment, submissions)
    found = items(data)
    wrong, mistakes = unexplained(data), made(data, known)
    everybody = [
        student for student in data.students if student.outcome not in TO_LOOK_AT and not data.trouble(student)
    ]
    return render(
        TEMPLATE,
        title=assignment.title,
        made_of=made_of,
        data=data,
        outcomes=_outcomes(data.students),
        scores=scores_of(data),
        questions=question_rows(data, found),
        by_hand=[question for question in assignment.questions if question.by_hand],
        mistakes=mistakes[:MOST_MISTAKES],
        more_mistakes=max(0, len(mistakes) - MOST_MISTAKES),
        wrong=wrong[:MOST_GROUPS],
        more_wrong=max(0, len(wrong) - MOST_GROUPS),
        hangs=hanging(data)[:MOST_GROUPS],
        slowest=sorted(data.students, key=lambda student: -student.seconds)[:SLOWEST] if data.graded else [],
        flagged=[item for item in found if item.flagged],
        redundant_checks=redundant_checks(data),
        passed_by_all=list(everybody_passes(found)),
        triage=_triage(data.students, everybody)[:MOST_TRIAGE],
        more_triage=max(0, len(data.students) - len(everybody) - MOST_TRIAGE),
        listed=data.students if len(data.students) <= MOST_ROWS else (),
        most_names=MOST_NAMES,
        most_open=MOST_OPEN,
        fewest=(FEWEST_STUDENTS, FEWEST_WRONG),
        counted=counted,
        seconds_in_words=seconds_in_words,
        points=points,
        link=_link,
    )


def write_class_page(folder: Path, staff: StaffFolder, assignment: Assignment, ledger: Ledger) -> None:
    """Write class.html into the folder, with what the staff folder says of each known mistake.

    A page that was made of the same ledger and the same assignment stays: reading 1,000 submissions takes seconds.
    """
    made_of = f"{ledger.digest()} {assignment.release} {crc32(TEMPLATE.read_bytes()):08x}"
    page = folder / CLASS_PAGE
    if page.exists() and made_of in page.read_text(encoding="utf-8", errors="replace"):
        return
    known = lessons(catalogue.load(staff, assignment))
    written = class_page(assignment, ledger.submissions(), known, made_of)
    files.write_whole(page, written.encode("utf-8", "replace"))


def _link(student: StudentSummary) -> str:
    return f"{PAGES}/{quote(student.key)}.html"


def _outcomes(students: Sequence[StudentSummary]) -> list[tuple[str, int]]:
    """How many submissions came to what, in the order of the outcomes."""
    counts = Counter(student.outcome for student in students)
    return [(outcome, counts[outcome]) for outcome in OUTCOMES if counts[outcome]]


def _triage(students: Sequence[StudentSummary], fine: Sequence[StudentSummary]) -> list[StudentSummary]:
    """Whom a person should look at, the most urgent first."""
    others = {student.key for student in students} - {student.key for student in fine}
    urgent = {outcome: number for number, outcome in enumerate(TO_LOOK_AT)}
    listed = [student for student in students if student.key in others]
    return sorted(listed, key=lambda student: urgent.get(student.outcome, len(urgent)))


@dataclass(frozen=True)
class ScoreDistribution:
    """The scores of all who have one, and how they are spread: ``bins`` in steps of the points that make 100 %."""

    count: int
    out_of: float
    mean: float
    quartiles: tuple[float, float, float]
    bins: tuple[int, ...]
    steps: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The bins for a table, each with its points in words."""
        return list(zip(self.steps, self.bins, strict=True))


def scores_of(data: ClassData) -> ScoreDistribution | None:
    """How the scores are spread; None where nobody has one."""
    scores = np.array([student.score for student in data.students if student.score is not None])
    out_of = data.assignment.out_of
    if not len(scores) or not out_of:
        return None
    edges = np.linspace(0, out_of, BINS + 1)
    # a score on an edge belongs to the bin above it, and points come rounded to six digits
    bins, _ = np.histogram(np.clip(scores + ROUNDED, 0, out_of), bins=edges)
    low, middle, high = (float(value) for value in np.quantile(scores, (0.25, 0.5, 0.75)))
    last = f"{points(edges[-2])} and more"
    steps = (*(f"{points(a)} to under {points(b)}" for a, b in pairwise(edges[:-1])), last)
    return ScoreDistribution(
        len(scores), out_of, float(scores.mean()), (low, middle, high), tuple(bins.tolist()), steps
    )


def question_rows(data: ClassData, found: Sequence[CheckStatistics]) -> list[QuestionRow]:
    """Every question that checks grade, with these."""
    by_check = {item.check.id: item for item in found}
    rows = []
    for number, question in enumerate(graded_questions(data.assignment)):
        earned = np.array([data.students[place].earned[number] for place in data.graded])
        worth = sum(check.points for check in question.checks if question.optional or not check.optional)
        full, none = int((earned >= worth - 1e-9).sum()), int((earned <= 1e-9).sum())
        own = [by_check[check.id] for check in question.checks]
        mean = float(earned.mean()) / worth if worth and len(earned) else 0.0
        if not worth and own:
            mean = sum(item.share for item in own) / len(own)
        rows.append(QuestionRow(question, worth, mean, full, none, own))
    return rows
