"""The result of a proof: claims, each with its figures and the problems that make it false."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal["own", "caught", "passed", "skipped"]
"""What a check says of a mistake: caught with the mistake's own hint, caught, not noticed, not run."""


SEVERAL, NAMED = 3, 4
"""From how many places on a repeated problem is listed once, and how many of the places are named."""


@dataclass(frozen=True)
class Group:
    """Lines under a common title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """One statement to prove. It holds when there are no ``problems``; ``figures`` and ``groups`` are always shown."""

    title: str
    figures: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def proved(self) -> bool:
        return not self.problems

    @property
    def findings(self) -> list[str]:
        """The problems, with those that differ only in where they were found as one: ``… × 20: deck 1, deck 2, …``."""
        places: dict[str, list[str]] = {}
        for problem in self.problems:
            where, _, what = problem.partition(": ")
            alike = ": " in what  # a check and what it says, after whose it is
            places.setdefault(what if alike else problem, []).append(where if alike else "")
        told: list[str] = []
        for what, found in places.items():
            if len(found) < SEVERAL or not all(found):
                told += [f"{where}: {what}" if where else what for where in found]
            else:
                more = ", …" if len(found) > NAMED else ""
                told.append(f"{what} (× {len(found)}: {', '.join(found[:NAMED])}{more})")
        return told


@dataclass(frozen=True)
class MistakeRow:
    """One mistake, with what each check says of it; ``at_home`` is true when a public check finds it."""

    mistake: str
    question: str
    idea: str
    hint: str
    marks: Mapping[str, Mark] = field(default_factory=dict)
    at_home: bool = False


@dataclass(frozen=True)
class Matrix:
    """Mistakes by checks."""

    rows: tuple[MistakeRow, ...] = ()

    def of(self, question: str) -> Sequence[MistakeRow]:
        """The mistakes of one question."""
        return [row for row in self.rows if row.question == question]


@dataclass(frozen=True)
class Proof:
    """All claims, and the matrix behind them."""

    claims: tuple[Claim, ...]
    matrix: Matrix = Matrix()

    @property
    def proved(self) -> bool:
        return all(claim.proved for claim in self.claims)
