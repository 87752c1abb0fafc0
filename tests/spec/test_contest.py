"""The table `contest` of assignment.yaml: its nights, and every mistake in it with its place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.spec.contest import closing_moments
from autograder.spec.loader import SpecError, load
from tests.contest.season import staff_folder

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return staff_folder(tmp_path, ("2026-12-04", "2026-12-11"), (5, 20))


def changed(folder: Path, old: str, new: str) -> str:
    spec = folder / "assignment.yaml"
    text = spec.read_text(encoding="utf-8")
    assert old in text
    spec.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load(folder)
    return str(caught.value)


def test_the_nights_close_at_their_time_in_the_courses_zone(folder: Path) -> None:
    contest = load(folder).contest
    assert contest is not None
    assert len(contest.closes) == 8
    assert contest.closes[0] == datetime(2026, 12, 4, 23, 59, tzinfo=LOS_ANGELES)
    assert (contest.rewards.final, contest.rewards.nights, contest.rewards.staff_bot) == (
        {1: 2, 3: 1.5, 10: 1},
        {10: 1, 20: 0.5},
        0.25,
    )


def test_a_night_in_which_clocks_change_closes_at_the_same_time_of_day() -> None:
    moments = list(closing_moments(date(2026, 10, 30), date(2026, 11, 2), time(23, 59), "America/Los_Angeles"))
    assert [moment.hour for moment in moments] == [23] * 4
    apart = [later.timestamp() - earlier.timestamp() for earlier, later in pairwise(moments)]
    assert apart == [86400, 86400 + 3600, 86400]
    assert [moment.utcoffset() for moment in moments] == [timedelta(hours=-7)] * 2 + [timedelta(hours=-8)] * 2


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)])
def test_a_time_that_clocks_skip_or_show_twice_is_one_moment(day: date) -> None:
    [moment] = closing_moments(day, day, time(2, 30), "America/Los_Angeles")
    [again] = closing_moments(day, day, time(2, 30), "America/Los_Angeles")
    assert moment.timestamp() == again.timestamp()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("entry: bot.py", "entry: bott.py", "'bott.py' is not a file of this assignment. Did you mean 'bot.py'?"),
        (
            "draw: weak_signs",
            "draw: weak_sings",
            "'weak_sings' is not a function in cases/. Did you mean 'weak_signs'?",
        ),
        ("probe: bot_labels, draw", "probe: bot_label, draw", "'bot_label' is not a probe. Did you mean 'bot_labels'?"),
        ("first_night: 2026-12-04", "first_night: 2026-12-24", "last_night must not lie before first_night"),
        ("last_night: 2026-12-11", "last_night: 2028-12-11", "at most 366 nights"),
        ("night_draws: 5", "night_draws: 1", "night_draws"),
        ("largest_kb: 8", "largest_kbb: 8", "largest_kbb"),
        ("largest_kb: 8", "closes_at: 18:30", "quote it"),
        ("largest_kb: 8", 'closes_at: "25:99"', "this is not a time of day"),
        ("largest_kb: 8", "rewards: {final: {1: 1, 3: 2}}", "rank 3 must not earn more than rank 1"),
        ("largest_kb: 8", "rewards: {nights: {0: 1}}", "ranks begin at 1"),
        ("largest_kb: 8", "bots: robots", "there is no staff bot"),
        ("dates: {zone: America/Los_Angeles}\n", "", "so it needs the course's time zone"),
    ],
)
def test_a_mistake_is_told_with_its_place(folder: Path, old: str, new: str, said: str) -> None:
    told = changed(folder, old, new)
    assert said in told
    assert f"{folder / 'assignment.yaml'}:" in told
    assert len(told.splitlines()) == 1
