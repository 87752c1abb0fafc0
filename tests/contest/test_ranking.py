"""Ranks from scores: worked by hand where few entries take part, by simulation where many do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from autograder.contest.ranking import Scores, bots_beaten, final_standings, night_standings, rewarded

CONTESTS = 200
RUN_TO_RUN, COMMON = 0.004, 0.006
"""Measured with this assignment: how much one bot's accuracy varies, and how much a draw moves all bots."""


def scores(*rows: list[float | None]) -> Scores:
    """Values by entry; None is a draw on which the bot failed."""
    values = np.array([[0.0 if value is None else value for value in row] for row in rows])
    return Scores(values, np.array([[value is None for value in row] for row in rows]))


def contest(rng: np.random.Generator, skills: np.ndarray, draws: int) -> Scores:
    shape = len(skills), draws
    values = skills[:, None] + rng.normal(0, COMMON, draws) + rng.normal(0, RUN_TO_RUN, shape)
    return Scores(values, np.zeros(shape, bool))


def ranks(found: Scores) -> list[int | None]:
    return [one.rank for one in final_standings(found)]


def test_a_clear_order_gives_the_places() -> None:
    assert ranks(scores([0.5, 0.51, 0.52], [0.9, 0.91, 0.92], [0.7, 0.71, 0.72])) == [3, 1, 2]


def test_entries_that_cannot_be_told_apart_share_a_rank() -> None:
    assert ranks(scores([0.9, 0.8, 0.85], [0.8, 0.9, 0.86])) == [1, 1]


def test_equal_values_are_a_tie_however_they_are_ordered() -> None:
    same = [0.91, 0.93, 0.95]
    assert ranks(scores(same, same, [0.1, 0.2, 0.15])) == [1, 1, 3]


def test_an_entry_that_always_fails_has_no_rank_and_counts_for_nobody() -> None:
    found = final_standings(scores([None, None], [0.5, 0.5], [0.9, 0.9]))
    assert [one.rank for one in found] == [None, 2, 1]
    assert (found[0].best, found[0].worst) == (None, None)
    assert found[1].worst == 2


def test_a_failure_on_one_draw_takes_the_benefit_of_the_doubt() -> None:
    others = [[0.9, 0.2, 0.9, 0.3], [0.8, 0.3, 0.9, 0.3]]
    assert ranks(scores(*others, [0.8, 0.0, 0.95, 0.35])) == [1, 1, 1]
    assert ranks(scores(*others, [0.8, None, 0.95, 0.35])) == [1, 1, 3]


def test_nobody_stands_above_an_entry_of_a_higher_mean() -> None:
    rng = np.random.default_rng(5)
    for _ in range(50):
        values = rng.uniform(0.5, 1, (12, 1)) + rng.normal(0, 1, (12, 10)) * rng.choice([0.001, 0.2], (12, 1))
        failed = rng.random((12, 10)) < 0.03
        found = Scores(np.where(failed, 0, values), failed)
        standings = final_standings(found)
        in_order = [standings[number].rank for number in np.argsort(-found.means) if standings[number].rank]
        assert in_order == sorted(in_order)


@pytest.mark.parametrize(("entries", "draws"), [(20, 10), (20, 40), (60, 10)])
def test_in_contests_of_equal_bots_at_most_one_in_twenty_is_put_below_another(entries: int, draws: int) -> None:
    rng = np.random.default_rng(188)
    below = [rank != 1 for _ in range(CONTESTS) for rank in ranks(contest(rng, np.full(entries, 0.93), draws))]
    assert 0 < np.mean(below) <= 0.05


def steps(rng: np.random.Generator) -> np.ndarray:
    """Skills that lie .003 apart, less than one run of a bot differs from the next."""
    return 0.93 + 0.003 * rng.permutation(20)


def spread(rng: np.random.Generator) -> np.ndarray:
    """Skills that fall as they may: in most contests, two of them are as good as equal."""
    return rng.normal(0.93, 0.008, 20)


def misplaced(draw: Callable[[np.random.Generator], np.ndarray], slack: float) -> tuple[int, float]:
    """In all contests together, the entries ranked below one that is not better by ``slack``; and ranks a contest."""
    rng = np.random.default_rng(188)
    worse = distinct = 0
    for _ in range(CONTESTS):
        skills = draw(rng)
        better = (skills[:, None] > skills - slack) & ~np.eye(len(skills), dtype=bool)
        lowest = 1 + better.sum(axis=0)
        found = ranks(contest(rng, skills, 40))
        worse += sum(rank is None or rank > true for rank, true in zip(found, lowest, strict=True))
        distinct += len(set(found))
    return worse, distinct / CONTESTS


def test_in_contests_of_unequal_bots_nobody_is_ranked_worse_than_the_truth() -> None:
    worse, distinct = misplaced(steps, 0)
    assert worse == 0
    assert distinct > 12  # a ranking that puts everybody first would keep the promise, too


def test_where_bots_are_as_good_as_equal_nobody_is_ranked_below_one_that_is_not_better() -> None:
    worse, distinct = misplaced(spread, 0.001)
    assert worse == 0
    assert distinct > 8
    below, _ = misplaced(spread, 0)
    assert below <= 4  # of 4,000; each of them stands below one that is worse by less than a thousandth


def test_the_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(3)
    outside = 0
    for _ in range(CONTESTS):
        skills = rng.normal(0.93, 0.008, 20)
        truth = 1 + (skills[:, None] > skills).sum(axis=0)
        for one, true in zip(final_standings(contest(rng, skills, 10)), truth, strict=True):
            assert one.best is not None
            assert one.worst is not None
            outside += not one.best <= true <= one.worst
    assert outside / CONTESTS / 20 < 0.05


def test_a_night_is_ranked_by_the_mean_and_equal_means_share() -> None:
    found = night_standings(scores([0.5, 0.7], [0.7, 0.5], [0.9, 0.9], [0.1, 0.1], [None, None]))
    assert [one.rank for one in found] == [2, 2, 1, 4, None]


def test_a_top_takes_in_who_cannot_be_told_from_the_entry_on_the_cut() -> None:
    found = scores([0.90, 0.94], [0.92, 0.91], [0.91, 0.92], [0.50, 0.51])
    assert rewarded(found, 1).tolist() == [True, True, True, False]
    assert rewarded(found, 4).all()


def test_a_top_that_is_larger_than_the_contest_takes_in_all_that_have_a_score() -> None:
    assert rewarded(scores([0.9, 0.9], [None, None], [0.1, 0.1]), 10).tolist() == [True, False, True]


def test_a_tie_across_the_cut_is_in() -> None:
    same = [0.8, 0.9]
    assert rewarded(scores([0.95, 0.99], same, same, [0.1, 0.1]), 2).tolist() == [True, True, True, False]


def test_who_failed_on_a_draw_is_in_by_the_mean_only() -> None:
    assert rewarded(scores([0.9, 0.2, 0.9], [0.8, None, 0.8], [0.9, 0.1, 0.8]), 1).tolist() == [True, False, True]


def test_hardly_any_of_the_true_top_ten_is_left_out() -> None:
    rng = np.random.default_rng(188)
    out, size = 0, 0
    for _ in range(50):
        skills = rng.normal(0.93, 0.008, 200)
        inside = rewarded(contest(rng, skills, 10), 10)
        out += int((~inside[np.argsort(-skills)[:10]]).sum())
        size += int(inside.sum())
    assert out / 50 < 0.2
    assert 12 < size / 50 < 30


def test_a_staff_bot_is_beaten_by_a_higher_mean() -> None:
    staff = scores([0.5, 0.7], [0.9, 0.9])
    assert bots_beaten(scores([0.7, 0.5], [0.61, 0.6], [1.0, 0.9], [None, None]), staff).tolist() == [0, 1, 2, 0]


def test_a_contest_of_one_and_of_none() -> None:
    assert ranks(scores([0.5, 0.6])) == [1]
    assert final_standings(Scores(np.zeros((0, 4)), np.zeros((0, 4), bool))) == []
    assert rewarded(Scores(np.zeros((0, 4)), np.zeros((0, 4), bool)), 10).tolist() == []
