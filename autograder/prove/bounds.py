"""An upper bound on the chance that a right solution fails a random check.

In order of preference: a known bound, which chance.yaml states with the reason; a measured margin, such as an accuracy
above its threshold, extrapolated with the normal distribution, whose standard deviation is taken at the upper end of
its confidence interval; or the largest chance that the number of observed failures still allows (Clopper and Pearson).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from pydantic import Field

from autograder.spec.reading import SettingsTable
from autograder.text.plural import counted

CLASS_SIZE = 500
CONFIDENCE = 0.95
LEAST_DEVIATION = 1e-4
"""Equal margins in a few runs do not prove that they are always equal."""


class Margin(SettingsTable):
    """An entry of an output that a right solution keeps on one side of a limit, by a random margin."""

    output: str
    entry: int = 0
    limit: float
    side: Literal["above", "below"]
    scale: Literal["plain", "log"] = "plain"


class KnownBound(SettingsTable):
    """An entry of chance.yaml: a bound on the chance that one run fails, or the margin to measure; and the reason."""

    check: str
    bound: float | None = Field(None, ge=0, le=1)
    measure: Margin | None = None
    why: str = Field(min_length=10)


@dataclass(frozen=True)
class SolutionRun:
    """One run of a right solution: whether it passed, and its margin in each case where that was measured."""

    solution: str
    passed: bool
    margins: tuple[float, ...] = ()


@dataclass(frozen=True)
class Bound:
    """An upper bound on the chance that a right solution fails a check, and where it comes from."""

    check: str
    chance: float
    how: str

    @property
    def chance_in_class(self) -> float:
        """The chance that at least one student of a class fails."""
        return -math.expm1(CLASS_SIZE * math.log1p(-min(self.chance, 1 - 1e-12)))


def bound_of(check: str, known: KnownBound | None, runs: Sequence[SolutionRun], attempts: int) -> Bound:
    """The best bound for one check. A student fails only if all ``attempts``, with other random numbers, fail."""
    if known is not None and known.bound is not None:
        return Bound(check, known.bound**attempts, known.why)
    if len({len(run.margins) for run in runs}) == 1 and runs[0].margins:
        chance, tightest = _extrapolated(runs)
        return Bound(check, chance**attempts, f"measured margins, the tightest {tightest}, {counted(len(runs), 'run')}")
    failures = sum(not run.passed for run in runs)
    chance = clopper_pearson(failures, len(runs))
    known_more = "not every run gave its margins" if any(run.margins for run in runs) else "no more is known"
    return Bound(check, chance**attempts, f"{failures} of {counted(len(runs), 'run')} failed, and {known_more}")


def _extrapolated(runs: Sequence[SolutionRun]) -> tuple[float, str]:
    """The largest chance, over the solutions, that a normal margin is below 0 in any case; and the tightest margin."""
    found: list[tuple[float, str]] = []
    for solution in dict.fromkeys(run.solution for run in runs):
        rows = [run.margins for run in runs if run.solution == solution]
        chances = [(below_zero(column), column) for column in np.array(rows, dtype=float).T]
        chance = min(1.0, sum(p for p, _ in chances))
        tightest = max(chances, key=lambda pair: pair[0])[1]
        found.append((chance, f"{np.mean(tightest):.3g} ± {np.std(tightest, ddof=1):.2g} for {solution}"))
    return max(found)


def below_zero(margins: Sequence[float] | np.ndarray) -> float:
    """The chance that a normal margin is below 0, with the upper 95 % bound of its standard deviation."""
    count = len(margins)
    if count < 2:
        return 1.0
    widened = math.sqrt((count - 1) / chi_square_quantile(1 - CONFIDENCE, count - 1))
    deviation = max(float(np.std(margins, ddof=1)) * widened, LEAST_DEVIATION)
    return NormalDist(float(np.mean(margins)), deviation).cdf(0)


def chi_square_quantile(p: float, degrees: int) -> float:
    """The p-quantile of chi-square, by Wilson and Hilferty (within 2 % for 5 degrees and more)."""
    spread = 2 / (9 * degrees)
    return degrees * (1 - spread + NormalDist().inv_cdf(p) * math.sqrt(spread)) ** 3


def clopper_pearson(failures: int, runs: int) -> float:
    """The chance of failure at which this few failures in this many runs have a probability of only 5 %."""
    if failures >= runs:
        return 1.0
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        at_most = sum(math.comb(runs, k) * middle**k * (1 - middle) ** (runs - k) for k in range(failures + 1))
        low, high = (middle, high) if at_most > 1 - CONFIDENCE else (low, middle)
    return high
