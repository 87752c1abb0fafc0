"""Classes as the ledger gives them back, drawn at random from an assignment: nothing is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from autograder.batch.class_results import CheckResult, ErrorPlace, GradedSubmission, QuestionResult
from autograder.mistakes.catalogue import Mistake
from autograder.records import Assignment, Check, Person

WORDS = ("is 1/N times what it should be, in every entry", "has the wrong length along axis 0", "has a wrong value")


def students(
    assignment: Assignment, mistakes: Sequence[Mistake], count: int, seed: int = 0
) -> Iterator[GradedSubmission]:
    """A class in which able students pass more, and the others make known mistakes and unknown ones."""
    rng = np.random.default_rng(seed)
    by_check: dict[str, list[str]] = {}
    for mistake in mistakes:
        for check in mistake.checks:
            by_check.setdefault(check, []).append(mistake.id)
    for number in range(count):
        ability = rng.normal()
        results: dict[str, CheckResult] = {}
        for check in assignment.checks:
            results[check.id] = _result(check, results, ability, by_check.get(check.id, []), rng)
        yield submission(assignment, results, number, rng.exponential(3.0))


def submission(
    assignment: Assignment, results: dict[str, CheckResult], number: int, seconds: float = 1.0
) -> GradedSubmission:
    """These results, handed in by somebody."""
    questions = tuple(
        QuestionResult(one.id, one.title, one.optional, tuple(results[check.id] for check in one.checks))
        for one in assignment.questions
    )
    out_of = sum(one.points for one in assignment.questions if not one.optional)
    person = Person(f"Firstname{number} Lastname{number % 97}", f"s{number}", f"student{number}@uni.example")
    score = sum(one.score for one in questions)
    return GradedSubmission(
        f"submission_{380000000 + number}", (person,), None, "graded", "", score, score, out_of, questions,
        deck=1 + number % 3, seconds=seconds,
    )  # fmt: skip


def passed(check: Check) -> CheckResult:
    return CheckResult(check.id, check.title, "passed", check.points, check.points, check.public, seconds=0.01)


def _result(
    check: Check, before: dict[str, CheckResult], ability: float, known: list[str], rng: np.random.Generator
) -> CheckResult:
    right = passed(check)
    missing = [one for one in (*check.after, *check.builds_on) if before[one].status != "passed"]
    if missing:
        return replace(right, status="skipped", score=0.0, waits_for=tuple(missing))
    if rng.random() < 1 / (1 + np.exp(-2.2 - 1.2 * ability)):
        return right
    wrong = replace(right, status="failed", score=0.0)
    kind = rng.random()
    if known and kind < 0.6:
        return replace(wrong, mistakes=(known[int(rng.integers(len(known)))],), brief="Something.")
    if kind < 0.7:
        place = ErrorPlace(
            "exception", "ValueError", "layers.py", 40 + int(rng.integers(9)), "forward", "return X @ W + b"
        )
        return replace(wrong, status="error", brief="layers.py: ValueError", error=place)
    if kind < 0.73:
        place = ErrorPlace("", "", "sgd.py", 12, "sgd", "while True:")
        return replace(wrong, status="error", brief="Still running", error=place, timed_out=True)
    if kind < 0.78:
        return replace(wrong, brief="Not written yet", error=ErrorPlace("unwritten", "NotImplementedError", check.id))
    words = WORDS[int(rng.integers(len(WORDS)))]
    return replace(wrong, brief=f"dW {words}.", message=f"dW[0] is {rng.normal():.9g}, expected 1.\nThe case 'a'")
