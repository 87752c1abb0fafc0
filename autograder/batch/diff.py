"""Two gradings of one class: who moves, by how much, and through which check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.batch.class_results import CheckResult, GradedSubmission


@dataclass(frozen=True)
class Move:
    """One submission whose result changed. ``checks`` are the rows that changed, before and after; None for no row."""

    old: GradedSubmission | None
    new: GradedSubmission | None
    checks: tuple[tuple[CheckResult | None, CheckResult | None], ...] = ()

    @property
    def key(self) -> str:
        """The submission's key."""
        graded = self.new or self.old
        return graded.key if graded else ""

    @property
    def by(self) -> float:
        """The points that the submission gains; below 0 when it loses some. No score counts as 0."""
        return ((self.new and self.new.score) or 0.0) - ((self.old and self.old.score) or 0.0)


def lateness_cost(graded: GradedSubmission) -> tuple[float, int]:
    """What lateness cost: points, and slip days."""
    return graded.lost, graded.slipped


def moves(old: Iterable[GradedSubmission], new: Iterable[GradedSubmission]) -> list[Move]:
    """Everybody who has another score, outcome, lateness or check: the largest loss first, then the largest gain."""
    before, after = ({graded.key: graded for graded in submissions} for submissions in (old, new))
    moved = []
    for key in dict.fromkeys((*before, *after)):
        then, now = before.get(key), after.get(key)
        checks = tuple(_changed(then, now))
        if then is None or now is None or checks or _whole(then) != _whole(now):
            moved.append(Move(then, now, checks))
    return sorted(moved, key=lambda move: (move.by >= 0, -abs(move.by), move.key))


def _whole(graded: GradedSubmission) -> tuple[object, ...]:
    """What counts of a submission as a whole."""
    return graded.score, graded.outcome, lateness_cost(graded)


def _changed(
    old: GradedSubmission | None, new: GradedSubmission | None
) -> Iterator[tuple[CheckResult | None, CheckResult | None]]:
    before = {check.id: check for check in old.checks} if old else {}
    after = {check.id: check for check in new.checks} if new else {}
    for name in dict.fromkeys((*before, *after)):
        then, now = before.get(name), after.get(name)
        if then is None or now is None or (then.status, then.score, then.max) != (now.status, now.score, now.max):
            yield then, now
