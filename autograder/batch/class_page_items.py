"""How each check does in the class: who passes, and whether those who pass it do well on the rest.

The correlation is that of the check with the rest, as in texts on measurement. The rest leaves out the check's own
question and all checks that wait for it, which would agree with it by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.batch.class_page_data import COUNTED, ClassData
from autograder.records import Assignment, Check

FEWEST_STUDENTS, FEWEST_WRONG = 30, 10
"""With fewer, a correlation says nothing, and is not shown."""
NEAR_ZERO = 0.1
SAME = 0.95
NORMAL = 1.96


@dataclass(frozen=True)
class CheckStatistics:
    """One check: how many came to a verdict, passed, and so on; and the correlation with the rest, with its interval.

    ``correlation`` is None where too few students were judged or wrong.
    """

    check: Check
    judged: int
    passed: int
    waiting: int
    unwritten: int
    timed_out: int
    correlation: float | None = None
    low: float = 0.0
    high: float = 0.0

    @property
    def share(self) -> float:
        """The share of those judged who pass, 0 to 1."""
        return self.passed / self.judged if self.judged else 0.0

    @property
    def flagged(self) -> bool:
        """Whether those who pass do no better on the rest than those who do not: staff should look at the check."""
        return self.correlation is not None and self.correlation < NEAR_ZERO


def items(data: ClassData) -> list[CheckStatistics]:
    """Every check of the assignment, in order."""
    made = []
    for column, check in enumerate(data.assignment.checks):
        judged = data.judged[:, column]
        share = data.shares[judged, column]
        rest = data.points[judged][:, rest_of(data.assignment, check)].sum(axis=1)
        counts = (data.counts[name][check.id] for name in COUNTED)
        made.append(
            CheckStatistics(
                check, len(share), int((share >= 1).sum()), *counts, *correlation_with_interval(share, rest)
            )
        )
    return made


def redundant_checks(data: ClassData) -> list[list[str]]:
    """Groups of checks that give nearly every student the same result, so that one of them might be enough."""
    checks = data.assignment.checks
    wrong = (data.judged & (data.shares < 1)).sum(axis=0) >= FEWEST_WRONG
    same = np.argwhere(np.triu(pairwise_correlations(data.shares, data.judged) >= SAME, k=1) & wrong[:, None] & wrong)
    group = {check.id: [check.id] for check in checks}
    for first, second in ((checks[i].id, checks[j].id) for i, j in same):
        if group[first] is not group[second]:
            group[first] += group[second]
            for member in group[first]:
                group[member] = group[first]
    return list({id(members): members for members in group.values() if len(members) > 1}.values())


def rest_of(assignment: Assignment, check: Check) -> NDArray[np.bool_]:
    """The checks that neither share the check's question nor wait for it, however indirectly."""
    own = next(question for question in assignment.questions if check in question.checks)
    same_question = {other.id for other in own.checks}
    waiting = {check.id}
    for later in assignment.checks:  # a check waits for earlier ones only
        if waiting & {*later.after, *later.builds_on}:
            waiting.add(later.id)
    return np.array([other.id not in same_question | waiting for other in assignment.checks])


def correlation_with_interval(
    share: NDArray[np.float64], rest: NDArray[np.float64]
) -> tuple[float, float, float] | tuple[None]:
    """The correlation with its interval of 95 %, by Fisher's transformation; None where it says nothing."""
    few = len(share) < FEWEST_STUDENTS or int((share < 1).sum()) < FEWEST_WRONG
    if few or np.ptp(share) == 0 or np.ptp(rest) == 0:
        return (None,)
    correlation = float(np.corrcoef(share, rest)[0, 1])
    centre, half = np.arctanh(np.clip(correlation, -0.999999, 0.999999)), NORMAL / np.sqrt(len(share) - 3)
    return correlation, float(np.tanh(centre - half)), float(np.tanh(centre + half))


def pairwise_correlations(shares: NDArray[np.float64], judged: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The correlation of every two checks over the students judged on both; 0 where there are too few students."""
    present = judged.astype(float)
    value = shares * present
    count = present.T @ present
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, other_mean = (value.T @ present) / count, (present.T @ value) / count
        covariance = (value.T @ value) / count - mean * other_mean
        variance = ((value**2).T @ present) / count - mean**2
        correlation = covariance / np.sqrt(variance * variance.T)
    return np.where((count >= FEWEST_STUDENTS) & np.isfinite(correlation), correlation, 0.0)


def everybody_passes(statistics: list[CheckStatistics]) -> Iterator[str]:
    """The checks that nobody got wrong, in a class that is large enough to tell."""
    return (item.check.id for item in statistics if item.judged >= FEWEST_STUDENTS and item.passed == item.judged)
