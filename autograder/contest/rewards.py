"""Ranks → points on the final exam, by rules that staff may set.

The lecture's rules: rank 1 of the final earns 2 points, ranks 2 and 3 earn 1.5, ranks 4 to 10 earn 1; any night among
the top 10 earns 1, among the top 20 earns 0.5. These are not cumulative: the highest one counts. Every staff bot
that is beaten in the final ranking adds 0.25; that is no ranking reward, so it comes on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.records import RewardRules


@dataclass(frozen=True)
class Season:
    """What one student achieved.

    ``rank`` is the rank of the final, None without a score; ``tops`` are the tops (10, 20) that counted them in on any
    night; ``bots`` is the number of staff bots beaten in the final.
    """

    rank: int | None
    tops: frozenset[int]
    bots: int


@dataclass(frozen=True)
class Reward:
    """Points and where they come from: the ranking reward that counts, and the staff bots."""

    final: float
    night: float
    bots: float

    @property
    def points(self) -> float:
        """The higher of the two ranking rewards, and the staff bots."""
        return max(self.final, self.night) + self.bots


def reward(rules: RewardRules, season: Season) -> Reward:
    """The points of one student."""
    final = [] if season.rank is None else [points for last, points in rules.final.items() if season.rank <= last]
    nights = [points for top, points in rules.nights.items() if top in season.tops]
    bots = 0.0 if season.rank is None else rules.staff_bot * season.bots
    return Reward(_best(final), _best(nights), bots)


def _best(points: Iterable[float]) -> float:
    return max(points, default=0.0)
