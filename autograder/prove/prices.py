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
    right, decks = reference(context.folder, context.assignment), context.assignment.decks
    mistakes = known.load(context.folder, context.assignment)
    jobs = [Job(known.submission(one, right), 1 + number % decks) for number, one in enumerate(mistakes)]
    found = []
    for mistake, report in zip(mistakes, grade_all(context, jobs), strict=True):
        lost = {line.check.id: round(line.check.points - line.points, 3) for line in report.lines}
        by_check = {check: points for check, points in lost.items() if points}
        found.append(Price(mistake.id, round(sum(by_check.values()), 3), by_check))
    return sorted(found, key=lambda price: -price.points)


def prices_claim(context: ProofContext) -> Claim:
    """No known mistake costs more than the assignment says."""
    return claim_of(prices(context), context.assignment.most_per_mistake)


def claim_of(found: list[Price], most: float | None) -> Claim:
    """The claim about these prices, the dearest first; without ``most`` they are shown and nothing is claimed."""
    title = "What a known mistake costs" if most is None else f"No known mistake costs more than {most:g} points"
    if not found:
        return Claim(title, ("there are no known mistakes",))
    middle = median(price.points for price in found)
    figure = f"{counted(len(found), 'mistake')}: median {middle:.2f} points, at most {found[0].points:.2f}"
    problems = tuple(str(price) for price in found if most is not None and price.points > most)
    dearest = Group("the dearest", tuple(str(price) for price in found[:DEAREST]))
    return Claim(title, (figure,), problems, (dearest,))
