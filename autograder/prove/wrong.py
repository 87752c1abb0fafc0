"""Wrong solutions are caught and get a hint: every known mistake against every check of its question."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.freeze.reference import reference
from autograder.mistakes import catalogue as known
from autograder.mistakes.catalogue import Mistake
from autograder.prove.claims import Claim, Mark, Matrix, MistakeRow
from autograder.prove.jobs import Job, ProofContext, grade_all
from autograder.records import Report
from autograder.text.plural import among

WRONG = ("failed", "error")


def wrong_claims(context: ProofContext, every_deck: bool) -> tuple[list[Claim], Matrix]:
    """The checks catch every mistake and give its hint, every check catches one, and how many are found at home."""
    mistakes, jobs = mistake_jobs(context, every_deck)
    pairs = list(zip(mistakes, grade_all(context, jobs), strict=True))
    rows: dict[str, MistakeRow] = {}
    for mistake, report in pairs:
        rows.setdefault(mistake.id, _row(mistake, report))
    matrix = Matrix(tuple(rows.values()))
    claims = [
        caught_claim(pairs),
        hint_claim(pairs),
        useful_claim(context, pairs),
        home_claim(matrix.rows),
    ]
    return claims, matrix


def mistake_jobs(context: ProofContext, every_deck: bool) -> tuple[list[Mistake], list[Job]]:
    """Each mistake on every deck, or on one deck, with the decks in turn."""
    right, decks = reference(context.folder, context.assignment), context.assignment.decks
    pairs = [
        (mistake, deck)
        for number, mistake in enumerate(known.load(context.folder, context.assignment))
        for deck in (range(1, decks + 1) if every_deck else [1 + number % decks])
    ]
    jobs = [
        Job(known.submission(mistake, right), deck, tuple(sorted({mistake.question, *mistake.checks})))
        for mistake, deck in pairs
    ]
    return [mistake for mistake, _ in pairs], jobs


def _row(mistake: Mistake, report: Report) -> MistakeRow:
    marks: dict[str, Mark] = {}
    for line in report.lines:
        caught: Mark = "own" if mistake.id in line.verdict.diagnosis.ids else "caught"
        not_caught: Mark = "passed" if line.verdict.status == "passed" else "skipped"
        marks[line.check.id] = caught if line.verdict.status in WRONG else not_caught
    at_home = any(line.check.public and line.verdict.status in WRONG for line in report.lines)
    return MistakeRow(mistake.id, mistake.question, mistake.idea, mistake.hint, marks, at_home)


def caught_claim(pairs: Sequence[tuple[Mistake, Report]]) -> Claim:
    """Every mistake loses points, and every check that it names catches it."""
    problems = [
        f"{mistake.id} ({mistake.idea}): {line.check.id} is {line.verdict.status}"
        for mistake, report in pairs
        for line in report.lines
        if line.check.id in mistake.checks and line.verdict.status not in WRONG
    ]
    free = [
        f"{mistake.id} ({mistake.idea}) loses no points"
        for mistake, report in pairs
        if not any(line.verdict.status in WRONG for line in report.lines)
    ]
    count = len({mistake.id for mistake, _ in pairs})
    missed = len({problem.split(" ")[0] for problem in problems + free})
    one, many = (
        "loses points and is caught by every check it names",
        "lose points and are caught by every check they name",
    )
    figure = among(count - missed, count, "mistake", one, many)
    return Claim(
        "Every known mistake is caught by the checks it names", (figure,), tuple(dict.fromkeys([*problems, *free]))
    )


def hint_claim(pairs: Sequence[tuple[Mistake, Report]]) -> Claim:
    """A check may name the mistake itself, and any mistake that shares its hint: either of the two may say so."""
    shares: dict[str, set[str]] = {mistake.id: {mistake.id, *mistake.shares} for mistake, _ in pairs}
    for mistake, _ in pairs:
        for other in mistake.shares:
            shares[other].add(mistake.id)
    problems: list[str] = []
    for mistake, report in pairs:
        named = [(line.check.id, line.verdict.diagnosis.ids) for line in report.lines]
        if not any(mistake.id in ids for _, ids in named):
            problems.append(f"{mistake.id}: no check gives its hint ({mistake.idea})")
        for check_id, ids in named:
            if others := [other for other in ids if other not in shares[mistake.id]]:
                problems.append(f"{mistake.id}: {check_id} names {', '.join(others)}")
    count = len({mistake.id for mistake, _ in pairs})
    without = len({problem.split(":")[0] for problem in problems})
    own = among(count - without, count, "mistake", "gets its", "get their")
    figure = f"{own} own hint, or one that is rightly shared, and no other"
    return Claim("Every known mistake gets its own hint", (figure,), tuple(dict.fromkeys(problems)))


def useful_claim(context: ProofContext, pairs: Sequence[tuple[Mistake, Report]]) -> Claim:
    """Every check catches a mistake."""
    catches = {line.check.id for _, report in pairs for line in report.lines if line.verdict.status in WRONG}
    checks = context.assignment.checks
    idle = [check for check in checks if check.id not in catches]
    problems = tuple(f"{check.id} ({check.title}) catches no known mistake" for check in idle)
    figure = f"{among(len(checks) - len(idle), len(checks), 'check', 'catches', 'catch')} at least one mistake"
    return Claim("Every check catches a mistake", (figure,), problems)


def home_claim(rows: Sequence[MistakeRow]) -> Claim:
    """How many mistakes the public checks find; a figure alone, which nothing makes false."""
    found = sum(row.at_home for row in rows)
    share = f"{found / max(len(rows), 1):.0%}"
    figure = (
        f"{among(found, len(rows), 'mistake', f'({share}) is', f'({share}) are')} found at home, with the "
        f"public checks alone"
    )
    return Claim("How much a student finds at home", (figure,))
