"""A class in arrays and sets, gathered in one pass: what the class page is made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from autograder.batch.class_results import CheckResult, GradedSubmission, GradingOutcome
from autograder.batch.shared_notes import own_notes, shared_notes, to_know
from autograder.records import Assignment, Question
from autograder.writers.text import plain

Students = set[int]
"""Places in `ClassData.students`."""

NUMBER = re.compile(r"[-+]?\d+\.\d+(?:e[-+]?\d+)?|[-+]?\d+e[-+]?\d+")
VAGUE_FACTOR = "is off by one constant factor in every entry"
FACTOR = re.compile(r"is \S+ times what it should be, in every entry")
NOTHING_SAID = re.compile(r" has a wrong value\.( \(\d+ of \d+ cases? \w+ right\.\))?$")
"""A brief message that ends without an explanation."""
NAME_LENGTH = 80
COUNTED = ("waiting", "unwritten", "timed_out")


@dataclass(frozen=True)
class StudentSummary:
    """One submission in short. ``earned`` are the points of each question."""

    key: str
    name: str
    outcome: GradingOutcome
    score: float | None
    out_of: float
    earned: tuple[float, ...]
    seconds: float
    reason: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A way to be wrong that no known mistake explains; equal for students who are wrong alike.

    An exception is the same in whatever check it comes up: ``place`` says where it is raised, and ``question`` and
    ``check`` are empty. ``deck`` is 0 unless the numbers belong to one deck.
    """

    question: str
    check: str
    what: str
    place: str = ""
    deck: int = 0


@dataclass
class Seen:
    """Students who have something in common, in which checks, and the texts at that place of their files."""

    students: Students = field(default_factory=set)
    checks: dict[str, None] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class ClassData:
    """The whole class. Arrays have a row for each student with verdicts, whose places are ``graded``, and a column for
    each check: ``shares`` from 0 to 1, ``points``, and whether the check came to a verdict on the student's own code.

    ``counts`` has, for each word of `COUNTED` and each check, how many students that word is true of.
    """

    assignment: Assignment
    students: tuple[StudentSummary, ...]
    graded: tuple[int, ...]
    shares: NDArray[np.float64]
    points: NDArray[np.float64]
    judged: NDArray[np.bool_]
    counts: Mapping[str, Counter[str]]
    mistakes: dict[str, Seen]
    ways: dict[Way, Seen]
    hangs: dict[str, Seen]

    @cached_property
    def shared(self) -> dict[str, str]:
        """The notes for staff that hold of the class, each with the number of submissions."""
        return shared_notes(student.notes for student in self.students)

    def trouble(self, student: StudentSummary) -> str:
        """What staff should know of this student and not of the whole class."""
        return plain(" ".join(filter(None, (student.reason, *own_notes(student.notes, self.shared)))), 300)


def graded_questions(assignment: Assignment) -> list[Question]:
    """The questions that checks grade; what people grade by hand is in no figure here."""
    return [question for question in assignment.questions if not question.by_hand]


def gather(assignment: Assignment, submissions: Iterable[GradedSubmission]) -> ClassData:
    """The class, gathered from one submission after the other, none of which is kept."""
    columns = {check.id: number for number, check in enumerate(assignment.checks)}
    students: list[StudentSummary] = []
    graded: list[int] = []
    rows: list[NDArray[np.float64]] = []
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    mistakes, ways, hangs = dict[str, Seen](), dict[Way, Seen](), dict[str, Seen]()
    for place, submission in enumerate(submissions):
        students.append(_student(submission, assignment))
        if not submission.questions:
            continue
        graded.append(place)
        row = np.zeros((3, len(columns)))
        for check in submission.checks:
            if check.id in columns:
                row[:, columns[check.id]] = _share(check), check.score, _is_judged(submission, check)
            for name in _states(check):
                counts[name][check.id] += 1
            for mistake in check.mistakes:
                _note(mistakes.setdefault(mistake, Seen()), place, check)
            if check.timed_out and check.status != "passed":
                _note(hangs.setdefault(_place(check) or check.id, Seen()), place, check)
        for way, check in _ways(submission):
            _note(ways.setdefault(way, Seen()), place, check)
        rows.append(row)
    shares, points, judged = np.stack(rows, axis=1) if rows else np.zeros((3, 0, len(columns)))
    known = judged.astype(bool)
    return ClassData(assignment, tuple(students), tuple(graded), shares, points, known, counts, mistakes, ways, hangs)


def _student(graded: GradedSubmission, assignment: Assignment) -> StudentSummary:
    earned = {question.id: question.score for question in graded.questions}
    name = ", ".join(person.called for person in graded.people) or graded.key
    return StudentSummary(
        graded.key,
        plain(name, NAME_LENGTH),
        graded.outcome,
        graded.score,
        graded.out_of,
        tuple(earned.get(question.id, 0.0) for question in graded_questions(assignment)) if graded.questions else (),
        graded.seconds,
        to_know(graded),
        graded.staff_notes,
    )


def _share(check: CheckResult) -> float:
    return check.score / check.max if check.max else float(check.status == "passed")


def _is_unwritten(check: CheckResult) -> bool:
    return check.status != "passed" and check.error is not None and check.error.fault == "unwritten"


def _is_judged(graded: GradedSubmission, check: CheckResult) -> bool:
    return (
        check.status in ("passed", "failed", "error") and not _is_unwritten(check) and not _has_no_file(graded, check)
    )


def _has_no_file(graded: GradedSubmission, check: CheckResult) -> bool:
    """Whether a check found nothing to judge, because a file was not handed in."""
    return graded.outcome == "missing files" and check.error is not None and check.error.fault == "missing"


def _states(check: CheckResult) -> Iterator[str]:
    if _is_unwritten(check):
        yield "unwritten"
    elif check.status == "skipped":
        yield "waiting"
    if check.timed_out and check.status != "passed":
        yield "timed_out"


def _note(seen: Seen, place: int, check: CheckResult) -> None:
    seen.students.add(place)
    seen.checks[check.id] = None
    if check.error and check.error.text:
        seen.texts[plain(check.error.text.strip(), 120)] += 1


def _ways(graded: GradedSubmission) -> Iterator[tuple[Way, CheckResult]]:
    """In which way each check is wrong that no known mistake explains.

    A stub, a missing file, a time-out and a check that waits are no ways to be wrong.
    """
    for question in graded.questions:
        for check in question.checks:
            unexplained = check.status in ("failed", "error") and not check.mistakes and not check.timed_out
            if not unexplained or _has_no_file(graded, check) or _is_unwritten(check):
                continue
            error = check.error
            if error and error.type and error.file and error.fault in ("exception", "load", "memory"):
                yield Way("", "", plain(error.type, 80), _place(check)), check
            else:
                yield Way(question.id, check.id, *_words_or_numbers(check, graded.deck)), check


def _words_or_numbers(check: CheckResult, deck: int) -> tuple[str, str, int]:
    """How a wrong answer is wrong, without a place, and the deck where only that deck has these numbers.

    The brief message does not name the factor, and is of no use where nothing explains the numbers.
    """
    words = next(iter(check.brief.strip().splitlines()), check.title)
    first = next(iter(check.message.splitlines()), "")
    if VAGUE_FACTOR in words and (factor := FACTOR.search(first)):
        return plain(words.replace(VAGUE_FACTOR, NUMBER.sub(_rounded, factor.group())), 300), "", 0
    if NOTHING_SAID.search(words) and first:
        return plain(NUMBER.sub(_rounded, first), 300), "", 0 if check.public else deck
    return plain(words, 300), "", 0


def _rounded(found: re.Match[str]) -> str:
    """A number to four digits: the same wrong formula, written otherwise, differs in the last ones."""
    return f"{float(found.group()):.4g}"


def _place(check: CheckResult) -> str:
    """Where the student's code was: the function that the skeleton holds too, and its file."""
    error = check.error
    if error is None or not error.file:
        return ""
    inside = f", {error.function}" if error.function not in ("", "<module>") else ""
    return plain(f"{error.file}{inside}", 120)
