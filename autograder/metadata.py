"""What Gradescope says about a submission: submission_metadata.json. The door is `read`.

Every field is optional: documented ones are missing at times, undocumented ones (the dates of a single student among them)
may vanish, and none is worth a submission that is not graded. What cannot be read is as if it were not there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?\s*(Z|UTC|[+-]\d\d:?\d\d)?\Z")
MAX_BYTES = 32 << 20


@dataclass(frozen=True)
class Previous:
    """An earlier submission by the same people, and whether the grader failed on it."""

    submitted: datetime | None = None
    failed: bool = False


@dataclass(frozen=True)
class Metadata:
    """One submission's circumstances; None and empty stand for what was not said.

    ``due`` is the due date that counts for these people. A member's own dates come before the assignment's, and of a
    group's members the most generous date counts for all: nobody is late because of a partner. ``trouble`` says why
    nothing at all is known.
    """

    submission: str = ""
    created: datetime | None = None
    due: datetime | None = None
    previous: tuple[Previous, ...] = ()
    trouble: str = ""


NOT_GIVEN = Metadata(trouble="no metadata was given")


def read(path: Path) -> Metadata:
    """The metadata in a file; empty but for the trouble when it cannot be read or is no JSON object."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(MAX_BYTES))
    except OSError as error:
        return Metadata(trouble=f"{path.name} cannot be read: {error.strerror}")
    except (ValueError, RecursionError):
        return Metadata(trouble=f"{path.name} is not JSON")
    return metadata(data) if isinstance(data, dict) else Metadata(trouble=f"{path.name} is no JSON object")


def metadata(data: Any) -> Metadata:
    """The metadata in parsed JSON of any shape."""
    data = _table(data)
    whole = _table(data.get("assignment"))
    users = [_table(user) for user in _list(data.get("users"))]
    return Metadata(
        submission=_name(data.get("id")),
        created=moment(data.get("created_at")),
        due=_due(users, whole),
        previous=tuple(_previous(_table(item)) for item in _list(data.get("previous_submissions"))),
    )


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


def _due(users: list[dict[str, Any]], whole: Mapping[str, Any]) -> datetime | None:
    """The most generous member's date; a member without own dates has the assignment's."""
    general = moment(whole.get("due_date"))
    own = [moment(_table(user.get("assignment")).get("due_date")) or general for user in users]
    return max((date for date in own if date), default=general)


def _previous(data: Mapping[str, Any]) -> Previous:
    return Previous(moment(data.get("submission_time")), data.get("autograder_error") is True)


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else ()


def _name(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
