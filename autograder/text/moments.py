"""Points in time, as text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

NO_TIME = timedelta()
CLOCKS_CHANGE_BY = timedelta(hours=1)
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?\s*(Z|UTC|[+-]\d\d:?\d\d)?\Z")


def moment(value: Any) -> datetime | None:
    """A point in time from ISO 8601 text, or None for any other text. Without an offset the text is read as UTC."""
    match = MOMENT.match(value.strip()) if isinstance(value, str) else None
    if not match:
        return None
    day, minute, second, fraction, offset = match.groups()
    zone = "+00:00" if offset in (None, "Z", "UTC") else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    micro = (fraction or "")[:6].ljust(6, "0")
    try:
        found = datetime.fromisoformat(f"{day}T{minute}{second or ':00'}.{micro}{zone}")
        found.astimezone(timezone.utc)  # the first and the last day of the calendar may have none in UTC
    except (ValueError, OverflowError):
        return None
    return found


def has_offset(text: str) -> bool:
    """Whether the text of a moment gives its offset from UTC."""
    match = MOMENT.match(text.strip())
    return match is not None and match.group(5) is not None


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
