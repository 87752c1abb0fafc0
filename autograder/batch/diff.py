"""Two gradings of one class: who moves, by how much, and through which check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.batch.class_results import CheckResult, GradedSubmission


@dataclass(frozen=True)
class Move:
    """One submission whose result is another. ``checks`` are the rows that changed, as they were and as they are; None
    where there was none.
    """

    old: GradedSubmission | None
    new: GradedSubmission | None
    checks: tuple[tuple[CheckResult | None, CheckResult | None], ...] = ()

    @property
    def key(self) -> str:
        """The submission's key."""
        one = self.new or self.old
        return one.key if one else ""

    @property
    def by(self) -> float:
        """The points that the submission gains; below 0 when it loses some. No score counts as 0."""
        return ((self.new and self.new.score) or 0.0) - ((self.old and self.old.score) or 0.0)


def lateness_cost(one: GradedSubmission) -> tuple[float, int]:
    """What lateness cost: points, and slip days."""
    return one.lost, one.slipped


def moves(old: Iterable[GradedSubmission], new: Iterable[GradedSubmission]) -> list[Move]:
    """Everybody who has another score, outcome, lateness or check: the largest loss first, then the largest gain."""
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, two = before.get(key), after.get(key)
        checks = tuple(_changed(one, two))
        if one is None or two is None or checks or _of_all(one) != _of_all(two):
            found.append(Move(one, two, checks))
    return sorted(found, key=lambda move: (move.by >= 0, -abs(move.by), move.key))


def _of_all(one: GradedSubmission) -> tuple[object, ...]:
    return one.score, one.outcome, lateness_cost(one)


def _changed(
    old: GradedSubmission | None, new: GradedSubmission | None
) -> Iterator[tuple[CheckResult | None, CheckResult | None]]:
    before = {check.id: check for check in old.checks} if old else {}
    after = {check.id: check for check in new.checks} if new else {}
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        if one is None or two is None or (one.status, one.score, one.max) != (two.status, two.score, two.max):
            yield one, two
