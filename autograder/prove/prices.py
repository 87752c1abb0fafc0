"""What one mistake costs: every known mistake against the whole assignment, with all that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from autograder.freeze.reference import reference
from autograder.mistakes import catalogue as known
from autograder.prove.claims import Claim, Group
from autograder.prove.jobs import Job, ProofContext, grade_all
from autograder.text.plural import counted

DEAREST = 10
"""How many of the dearest mistakes are listed."""


@dataclass(frozen=True)
class Price:
    """The points that a mistake costs, in all and by check; only checks that lose some are listed."""

    mistake: str
    points: float
    by_check: Mapping[str, float]

    def __str__(self) -> str:
        lost = ", ".join(f"{check} {points:g}" for check, points in self.by_check.items())
        return f"{self.mistake}: {self.points:.2f} ({lost})"


def prices(context: ProofContext) -> list[Price]:
    """The price of every known mistake, the dearest first; each on one deck, with the decks in turn."""
    mistakes, found = known.load(context.folder, context.assignment), []
    for mistake, report in zip(mistakes, grade_all(context, price_jobs(context)), strict=True):
        lost = {line.check.id: round(line.check.points - line.points, 3) for line in report.lines}
        by_check = {check: points for check, points in lost.items() if points}
        found.append(Price(mistake.id, round(sum(by_check.values()), 3), by_check))
    return sorted(found, key=lambda price: -price.points)


def price_jobs(context: ProofContext) -> list[Job]:
    """Every known mistake with the whole assignment, on one deck each."""
    right, decks = reference(context.folder, context.assignment), context.assignment.decks
    mistakes = known.load(context.folder, context.assignment)
    return [Job(known.submission(one, right), 1 + number % decks) for number, one in enumerate(mistakes)]


def prices_claim(context: ProofContext) -> Claim:
    """Every known mistake costs less than the assignment says; where it says nothing, prices are shown."""
    found, most = prices(context), context.assignment.most_per_mistake
    title = "What a known mistake costs" if most is None else f"Every known mistake costs less than {most:g} points"
    if not found:
        return Claim(title, ("there are no known mistakes",))
    figures = (
        f"{counted(len(found), 'mistake')}: median {median(price.points for price in found):.2f} points",
        f"the dearest costs {found[0].points:.2f}",
    )
    problems = tuple(str(price) for price in found if most is not None and price.points >= most)
    return Claim(title, figures, problems, (Group("the dearest", tuple(map(str, found[:DEAREST]))),))
