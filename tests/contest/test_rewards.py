"""Points from ranks: the lecture's rules, its worked examples, and every boundary."""

from __future__ import annotations

import pytest

from autograder.contest.rewards import Season, reward
from autograder.records import RewardRules

LECTURE = RewardRules(final={1: 2.0, 3: 1.5, 10: 1.0}, nights={10: 1.0, 20: 0.5}, staff_bot=0.25)
NEVER: frozenset[int] = frozenset()
TWENTY, TEN = frozenset({20}), frozenset({10, 20})


def points(rank: int | None, tops: frozenset[int] = NEVER, bots: int = 0) -> float:
    return reward(LECTURE, Season(rank, tops, bots)).points


@pytest.mark.parametrize(
    ("rank", "tops", "bots", "expected"),
    [
        (1, NEVER, 3, 2.75),
        (15, TEN, 0, 1.0),
        (40, TWENTY, 2, 1.0),
        (4, TEN, 0, 1.0),
        (2, TEN, 0, 1.5),
    ],
)
def test_the_worked_examples(rank: int, tops: frozenset[int], bots: int, expected: float) -> None:
    assert points(rank, tops, bots) == expected


@pytest.mark.parametrize(
    ("rank", "expected"), [(1, 2), (2, 1.5), (3, 1.5), (4, 1), (10, 1), (11, 0), (500, 0), (None, 0)]
)
def test_every_boundary_of_the_final(rank: int | None, expected: float) -> None:
    assert points(rank) == expected


@pytest.mark.parametrize(("tops", "expected"), [(NEVER, 0), (TWENTY, 0.5), (TEN, 1), (frozenset({10}), 1)])
def test_every_boundary_of_a_night(tops: frozenset[int], expected: float) -> None:
    assert points(None, tops) == expected


def test_the_higher_ranking_reward_counts_alone() -> None:
    found = reward(LECTURE, Season(3, TEN, 4))
    assert (found.final, found.night, found.bots, found.points) == (1.5, 1.0, 1.0, 2.5)


def test_without_a_rank_in_the_final_no_staff_bot_is_beaten() -> None:
    assert points(None, TEN, 4) == 1.0
