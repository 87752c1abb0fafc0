"""Points in time, as text."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?\s*(Z|UTC|[+-]\d\d:?\d\d)?\Z")


def moment(value: Any) -> datetime | None:
    """A point in time from ISO 8601 text; without an offset it is taken as UTC."""
    match = MOMENT.match(value.strip()) if isinstance(value, str) else None
    if not match:
        return None
    day, minute, second, fraction, offset = match.groups()
    zone = "+00:00" if offset in (None, "Z", "UTC") else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    micro = (fraction or "")[:6].ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{day}T{minute}{second or ':00'}.{micro}{zone}").astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def has_offset(text: str) -> bool:
    """Whether a moment's text says how far from UTC it is."""
    match = MOMENT.match(text.strip())
    return match is not None and match.group(5) is not None
