"""What lateness costs, from moments alone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from autograder.grading import late
from autograder.grading.late import duration, in_words, lateness
from autograder.records import DueDate, Lateness, Policy, SlipDays

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=timezone.utc)
ON_THE_PLATFORM = DueDate(DUE, "the due date on the platform")
TEN_A_DAY = Policy(grace_minutes=10, percent_a_day=10, cap_percent=50)


def after(earned: float = 80, policy: Policy = TEN_A_DAY, **span: float) -> Lateness | None:
    return lateness(policy, DUE + timedelta(**span), ON_THE_PLATFORM, earned, out_of=100)


@pytest.mark.parametrize("span", [{"seconds": 0}, {"seconds": -1}, {"days": -3}])
def test_work_handed_in_by_the_due_date_is_not_late(span: dict[str, float]) -> None:
    assert after(**span) is None


@pytest.mark.parametrize("moments", [(None, ON_THE_PLATFORM), (DUE, None), (None, None)])
def test_without_both_moments_nobody_is_late(moments: tuple[datetime | None, DueDate | None]) -> None:
    assert lateness(TEN_A_DAY, *moments, 80, 100) is None


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ({"minutes": 1}, 0),
        ({"minutes": 10}, 0),
        ({"minutes": 10, "seconds": 1}, 1),
        ({"days": 1, "minutes": 10}, 1),
        ({"days": 1, "minutes": 11}, 2),
        ({"days": 4}, 4),
    ],
)
def test_every_started_day_after_the_grace_counts(span: dict[str, float], days: int) -> None:
    found = after(**span)
    assert found is not None
    assert (found.days, found.percent, found.points) == (days, 10 * days, 8 * days)


def test_the_cap_holds_however_late_it_is() -> None:
    found = after(days=300)
    assert found is not None
    assert (found.percent, found.points) == (50, 40)


def test_slip_days_are_free_and_used_first() -> None:
    policy = Policy(slip_days=2, percent_a_day=10)
    assert [(one.slipped, one.points) for days in (1, 2, 3) if (one := after(80, policy, days=days))] == [
        (1, 0),
        (2, 0),
        (2, 8),
    ]


def test_lateness_takes_no_score_below_the_floor() -> None:
    found = after(80, Policy(percent_a_day=20, floor_percent=60), days=4)
    assert found is not None
    assert found.points == 20 and found.floored


def test_a_score_that_is_below_the_floor_anyway_loses_nothing() -> None:
    found = after(30, Policy(percent_a_day=20, floor_percent=60), days=4)
    assert found is not None
    assert found.points == 0 and found.floored


def test_a_score_of_zero_stays_zero() -> None:
    found = after(0, days=3)
    assert found is not None
    assert found.points == 0 and not found.floored


def test_offsets_are_part_of_a_moment() -> None:
    berkeley = timezone(timedelta(hours=-8))
    created = datetime(2026, 11, 20, 23, 0, tzinfo=berkeley)
    due = datetime(2026, 11, 20, 23, 59, tzinfo=berkeley)
    assert lateness(TEN_A_DAY, created, DueDate(due.astimezone(timezone.utc), ""), 80, 100) is None


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", ""])
@pytest.mark.parametrize(
    ("due", "created", "days"),
    [
        ("2026-10-31T23:59-07:00", "2026-11-01T23:30-08:00", 1),  # 24 hours 31 minutes, clocks went back
        ("2026-10-31T23:59-07:00", "2026-11-02T00:30-08:00", 2),
        ("2026-10-30T17:00-07:00", "2026-11-06T16:59-08:00", 7),
        ("2026-03-07T23:59-08:00", "2026-03-08T23:58-07:00", 1),  # 22 hours 59 minutes, clocks went forward
        ("2026-03-07T23:59-08:00", "2026-03-09T00:30-07:00", 2),
        ("2026-11-01T01:30-07:00", "2026-11-01T01:10-08:00", 1),  # the hour that comes twice
        ("2026-11-20T17:00-08:00", "2026-11-20T23:00-08:00", 1),
    ],
)
def test_a_day_is_a_day_of_the_calendar_whatever_clocks_do(due: str, created: str, days: int, zone: str) -> None:
    found = lateness(Policy(percent_a_day=1), at(created), DueDate(at(due), "", zone), 100, 100)
    assert found is not None and found.days == days


def test_a_zone_says_when_days_end_where_moments_are_written_in_utc() -> None:
    due, created = at("2026-11-01T06:59+00:00"), at("2026-11-02T07:30+00:00")
    zoned = lateness(TEN_A_DAY, created, DueDate(due, "", "America/Los_Angeles"), 100, 100)
    plain = lateness(TEN_A_DAY, created, DueDate(due, ""), 100, 100)
    assert zoned is not None and plain is not None and (zoned.days, plain.days) == (1, 2)


def test_offsets_that_no_clock_is_changed_by_are_two_places_and_hours_count() -> None:
    due, created = at("2026-11-20T23:59-08:00"), at("2026-11-21T09:00+00:00")
    found = lateness(TEN_A_DAY, created, DueDate(due, ""), 100, 100)
    assert found is not None and found.days == 1


def test_the_due_date_is_told_in_the_courses_zone() -> None:
    due = DueDate(at("2026-11-01T06:59+00:00"), "the due date on the platform", "America/Los_Angeles")
    found = lateness(TEN_A_DAY, at("2026-11-03T00:00+00:00"), due, 100, 100)
    assert found is not None
    assert "after the due date, 2026-10-31 23:59 America/Los_Angeles (the due date on the platform)." in in_words(found)


def test_the_words_tell_the_whole_calculation() -> None:
    found = after(80, Policy(grace_minutes=10, slip_days=1, percent_a_day=20, cap_percent=30), days=3, hours=2)
    assert found is not None
    assert in_words(found) == (
        "Handed in 3 days 2 hours after the due date, 2026-11-20 23:59 UTC (the due date on the platform). "
        "That counts as 4 late days. 1 late day of slip time is used. "
        "3 late days at 20 % a day, at most 30 %: 30 %."
    )


def test_grace_is_said_where_it_saves_somebody() -> None:
    found = after(minutes=5)
    assert found is not None
    assert in_words(found) == (
        "Handed in 5 minutes after the due date, 2026-11-20 23:59 UTC (the due date on the platform). "
        "That is within the 10 minutes of grace, so it costs nothing."
    )
    found = after(80, Policy(grace_minutes=1), minutes=1)
    assert found is not None and "That is within the minute of grace" in in_words(found)


def test_a_floor_that_was_used_is_said() -> None:
    policy = Policy(percent_a_day=20, floor_percent=60)
    found = after(80, policy, days=4)
    assert found is not None
    assert in_words(found).endswith("Lateness never takes a score below 60 % of the points.")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=25), "1 day 1 hour"),
        (timedelta(days=2, minutes=3), "2 days 3 minutes"),
    ],
)
def test_durations_are_said_as_people_say_them(span: timedelta, words: str) -> None:
    assert duration(span) == words


def test_no_clock_is_read() -> None:
    names = set(vars(late))
    assert not names & {"time", "now", "perf_counter"}


@pytest.mark.parametrize(("days", "points"), [(3, 8.0), (4, 80.0), (300, 80.0)])
def test_after_the_cut_off_nothing_is_earned_whatever_the_cap_and_the_floor(days: int, points: float) -> None:
    policy = Policy(slip_days=2, percent_a_day=10, cap_percent=50, floor_percent=20, cut_off_days=3)
    found = after(80, policy, days=days)
    assert found is not None and found.points == points
    said = in_words(found)
    assert ("Work that is more than 3 late days late earns nothing." in said) == (days > 3)
    assert ("slip time" in said) == (days <= 3)


def test_a_cut_off_at_the_due_date_begins_after_the_grace() -> None:
    policy = Policy(grace_minutes=10, cut_off_days=0)
    found = [after(80, policy, minutes=minutes) for minutes in (9, 11)]
    assert [one.points for one in found if one] == [0.0, 80.0]
    assert found[1] is not None and in_words(found[1]).endswith("Work that is late earns nothing.")


@pytest.mark.parametrize(
    ("slip_days", "left", "slipped", "said"),
    [
        (None, 3, 3, "Before this work 3 slip days were left for the term, and 0 after it."),
        (2, 3, 2, "Before this work 3 slip days were left for the term, and 1 after it."),
        (2, 1, 1, "Before this work 1 slip day was left for the term, and 0 after it."),
        (2, 0, 0, "No slip days are left for the term."),
        (0, 3, 0, "Before this work 3 slip days were left for the term."),
    ],
)
def test_no_more_slip_days_are_free_than_are_left_for_the_term(
    slip_days: int | None, left: int, slipped: int, said: str
) -> None:
    policy = Policy(slip_days=slip_days, percent_a_day=10)
    found = lateness(policy, DUE + timedelta(days=4), ON_THE_PLATFORM, 80, 100, SlipDays(left))
    assert found is not None
    assert (found.slipped, found.percent) == (slipped, 10 * (4 - slipped)) and said in in_words(found)


def test_a_group_reads_that_the_member_with_the_fewest_slip_days_decides() -> None:
    policy = Policy(percent_a_day=10)
    found = lateness(policy, DUE + timedelta(days=1), ON_THE_PLATFORM, 80, 100, SlipDays(0, of_group=True))
    assert found is not None
    assert "No slip days are left for the term to the member of your group with the fewest." in in_words(found)


def test_a_policy_without_slip_days_takes_those_of_the_roster_alone() -> None:
    policy = Policy(percent_a_day=10)
    assert (late.free_days(policy, None), late.free_days(policy, SlipDays(3))) == (0, 3)
