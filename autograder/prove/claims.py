"""What a proof consists of: claims, each with its figures and with whatever keeps it from being true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal["own", "caught", "passed", "skipped"]
"""What a check makes of a mistake: caught with the mistake's own hint, caught, not noticed, not judged."""


@dataclass(frozen=True)
class Group:
    """Lines that have one thing in common, which ``title`` says."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """One thing that is to be true.

    ``figures`` and ``groups`` are worth reading in any case, ``problems`` must be none.
    """

    title: str
    figures: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def proved(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Row:
    """One mistake and what each check makes of it; ``at_home`` says whether a public check finds it."""

    mistake: str
    question: str
    idea: str
    hint: str
    marks: Mapping[str, Mark] = field(default_factory=dict)
    at_home: bool = False


@dataclass(frozen=True)
class Matrix:
    """Mistakes by checks."""

    rows: tuple[Row, ...] = ()

    def of(self, question: str) -> Sequence[Row]:
        """The mistakes of one question."""
        return [row for row in self.rows if row.question == question]


@dataclass(frozen=True)
class Proof:
    """Everything that was to be proved, and the matrix behind it."""

    claims: tuple[Claim, ...]
    matrix: Matrix = Matrix()

    @property
    def proved(self) -> bool:
        return all(claim.proved for claim in self.claims)
