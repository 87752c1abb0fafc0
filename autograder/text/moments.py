"""Points in time, as text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from autograder.text.zone_names import HOURS

NO_TIME = timedelta()
CLOCKS_CHANGE_BY = timedelta(hours=1)
MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d(?::?\d\d)?|[A-Za-z]{3,5})?\Z"
)


def moment(value: Any, zone: str = "") -> datetime | None:
    """A point in time from ISO 8601 text, or None for any other text.

    Text without an offset is what clocks in ``zone``, such as America/Los_Angeles, show; without a zone, clocks in UTC.
    A time zone's abbreviation in place of the offset is what it means in ``zone``, or what it means everywhere.
    """
    match = MOMENT.match(value.strip()) if isinstance(value, str) else None
    if not match:
        return None
    day, minute, second, fraction, offset = match.groups()
    micro = (fraction or "")[:6].ljust(6, "0")
    try:
        clock = datetime.fromisoformat(f"{day}T{minute}{second or ':00'}.{micro}")
        east = _offset(clock, offset or "", zone)
        found = None if east is None else clock.replace(tzinfo=timezone(east))
        if found is not None:
            found.astimezone(timezone.utc)  # the first and the last day of the calendar may have none in UTC
    except (ValueError, OverflowError):
        return None
    return found


def _offset(clock: datetime, written: str, zone: str) -> timedelta | None:
    """How far a clock is ahead of UTC, where an offset, an abbreviation or nothing is written beside its time; None
    where an abbreviation may mean several offsets, or none.
    """
    if written[:1] in ("+", "-"):
        east = timedelta(hours=int(written[1:3]), minutes=int(written[3:].removeprefix(":") or 0))
        return None if written[-2:] > "59" and len(written) > len("+00") else -east if written[0] == "-" else east
    local = [clock.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1)] if zone else []
    if not written:
        return local[0].utcoffset() if local else NO_TIME
    meant = [one.utcoffset() for one in local if one.tzname() == written]
    name = "UTC" if written == "Z" else written
    return meant[0] if meant else timedelta(hours=HOURS[name]) if name in HOURS else None


def has_offset(text: str) -> bool:
    """Whether the text of a moment gives its offset from UTC, or a time zone's abbreviation."""
    match = MOMENT.match(text.strip())
    return match is not None and match.group(5) is not None


def unclear_zone(text: str) -> str:
    """The name of a time zone behind a time that may mean several offsets, or none; empty where there is none such."""
    match = MOMENT.match(text.strip())
    name = (match[5] or "") if match else ""
    return name if name.isalpha() and name != "Z" and name not in HOURS else ""


def on_the_clock(later: datetime, earlier: datetime, zone: str = "") -> timedelta:
    """The difference that two wall clocks show between these moments.

    From 23:00 before the night in which clocks go back to 23:00 after it is one day, although 25 hours pass. The clocks
    stand in ``zone``, such as America/Los_Angeles. Without a zone each moment's own offset counts, where the two differ
    by no more than clocks are changed by.
    """
    if zone:
        later, earlier = later.astimezone(ZoneInfo(zone)), earlier.astimezone(ZoneInfo(zone))
    elif abs((later.utcoffset() or NO_TIME) - (earlier.utcoffset() or NO_TIME)) > CLOCKS_CHANGE_BY:
        return later - earlier
    return later.replace(tzinfo=None) - earlier.replace(tzinfo=None)


def written(when: datetime, zone: str = "") -> str:
    """A moment as people in that zone read it: 2026-11-20 23:59 America/Los_Angeles, or 2026-11-20 23:59 -0800."""
    if zone:
        return f"{when.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
    return f"{when:%Y-%m-%d %H:%M} " + (f"{when:%z}" if when.utcoffset() else "UTC")
