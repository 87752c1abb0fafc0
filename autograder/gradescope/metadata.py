"""What Gradescope says about a submission: submission_metadata.json.

Every field is optional. Documented fields are missing at times, and undocumented ones, such as a single student's
dates, may vanish; a submission is graded all the same. A field that cannot be read counts as missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.records import Previous, SubmissionInfo
from autograder.text.moments import moment

MAX_BYTES = 32 << 20
SHOWN = 60
"""How much of a value that is not a date is shown."""


def read(path: Path) -> SubmissionInfo:
    """The metadata in a file; only ``trouble`` is set when the file cannot be read or is not a JSON object."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(MAX_BYTES))
    except OSError as error:
        return SubmissionInfo(trouble=f"{path.name} cannot be read: {error.strerror}")
    except (ValueError, RecursionError):
        return SubmissionInfo(trouble=f"{path.name} is not JSON")
    return metadata(data) if isinstance(data, dict) else SubmissionInfo(trouble=f"{path.name} is not a JSON object")


def metadata(data: Any) -> SubmissionInfo:
    """The metadata in parsed JSON, whatever its shape."""
    data = _table(data)
    whole = _table(data.get("assignment"))
    users = [_table(user) for user in _list(data.get("users"))]
    tables = [whole, *(_table(user.get("assignment")) for user in users)]
    own = [date for table in tables[1:] if (date := moment(table.get("due_date")))]
    written = tuple(table["due_date"] for table in tables if "due_date" in table)
    dates = _Dates(written, moment(whole.get("due_date")), max(own, default=None), len(users))
    name = data.get("id")
    return SubmissionInfo(
        submission=str(name) if isinstance(name, (str, int)) and not isinstance(name, bool) else "",
        created=moment(data.get("created_at")),
        due=dates.latest,
        due_source=dates.source,
        no_due=dates.no_due,
        unreadable_dates=dates.unreadable,
        previous=tuple(
            Previous(moment(item.get("submission_time")), item.get("autograder_error") is True)
            for item in map(_table, _list(data.get("previous_submissions")))
        ),
        members=tuple(_names(user) for user in users),
    )


@dataclass(frozen=True)
class _Dates:
    """The due dates that are given: as they are written, and the latest of the class's and of the members' own."""

    written: tuple[Any, ...]
    general: datetime | None
    own: datetime | None
    members: int

    @property
    def latest(self) -> datetime | None:
        return max((date for date in (self.own, self.general) if date), default=None)

    @property
    def source(self) -> str:
        """Which date counts, in words; empty when there is none."""
        if self.own and (self.general is None or self.own > self.general):
            return f"{'the latest of your group' if self.members > 1 else 'your own due date'} on the platform"
        later = ", which is later than your own" if self.general and self.own and self.own < self.general else ""
        return f"the due date on the platform{later}" if self.general else ""

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The values that are not dates, as they are written."""
        wrong = (value for value in self.written if value is not None and moment(value) is None)
        return tuple(dict.fromkeys(f"due_date: {_shown(value)}" for value in wrong))

    @property
    def no_due(self) -> str:
        """Why no date can be used."""
        if self.unreadable:
            return f"the platform's is not a date ({self.unreadable[0]})"
        return "the platform names none" + (" (due_date: null)" if self.written else "")


def _names(user: dict[str, Any]) -> tuple[str, ...]:
    """The email address and the id of a member, as far as they are given."""
    given = (user.get("email"), user.get("sid"))
    return tuple(
        str(value) for value in given if isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""
    )


def _shown(value: Any) -> str:
    """A value as JSON writes it, or what kind of value it is when it holds others."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return json.dumps(value)[:SHOWN]


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else ()
