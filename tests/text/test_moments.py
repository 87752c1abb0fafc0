"""Points in time are read as they are meant, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest

from autograder.text.moments import moment
from autograder.text.zone_names import HOURS

LOS_ANGELES = "America/Los_Angeles"
CLOCK = "2026-03-01 23:59"


def hours(text: str, zone: str = "") -> float | None:
    """How far the clock of a text is ahead of UTC."""
    found = moment(text, zone)
    return None if found is None else (found.utcoffset() or timedelta()) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "zone", "offset"),
    [
        ("", "", 0), ("", LOS_ANGELES, -8), ("Z", LOS_ANGELES, 0), ("UTC", LOS_ANGELES, 0), ("-08", "", -8),
        ("+0545", "", 5.75), ("+05:45", LOS_ANGELES, 5.75), ("PST", LOS_ANGELES, -8), ("PST", "Asia/Manila", 8),
        ("PST", "", None), ("EST", "", -5), ("EST", LOS_ANGELES, -5), ("CST", LOS_ANGELES, None), ("PM", "", None),
        ("est", "", None), ("ABCDEF", "", None), ("+0575", "", None), ("+9900", "", None), ("+5", "", None),
    ],
)  # fmt: skip
def test_an_offset_a_zones_name_or_nothing_stands_behind_the_time(text: str, zone: str, offset: float | None) -> None:
    assert hours(f"{CLOCK} {text}", zone) == offset
    assert hours(f"{CLOCK}:30.5{text}", zone) == offset


def test_the_hour_that_clocks_show_twice_is_told_apart_by_the_zones_name() -> None:
    twice = "2026-11-01 01:30"
    assert [hours(f"{twice} {name}", LOS_ANGELES) for name in ("PDT", "PST", "")] == [-7, -8, -7]


def test_a_name_that_may_be_read_anywhere_means_one_offset_in_every_zone_of_the_world() -> None:
    meant: dict[str, set[float]] = {}
    for name, offset in names_of_zones():
        meant.setdefault(name, set()).add(offset)
    contradicted = {name: offsets for name, offsets in meant.items() if name in HOURS and offsets != {HOURS[name]}}
    assert not contradicted
    vague = {name for name, offsets in meant.items() if len(offsets) > 1}
    assert {"CST", "IST"} <= vague and not vague & HOURS.keys()


def names_of_zones() -> Iterator[tuple[str, float]]:
    """What the zones of the world were called from 2019 on, each with its hours ahead of UTC."""
    for zone in sorted(available_timezones()):
        for number in range(17 * 12):
            day = datetime(2019 + number // 12, number % 12 + 1, 15, 12, tzinfo=timezone.utc)
            local = day.astimezone(ZoneInfo(zone))
            yield str(local.tzname()), (local.utcoffset() or timedelta()) / timedelta(hours=1)
