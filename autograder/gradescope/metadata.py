"""What Gradescope says about a submission: submission_metadata.json.

Every field is optional. Documented fields are missing at times, and undocumented ones, such as a single student's dates,
may vanish; a submission is graded all the same. A field that cannot be read counts as missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.records import Previous, SubmissionInfo
from autograder.text.moments import moment

MAX_BYTES = 32 << 20


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
    return SubmissionInfo(
        submission=_text(data.get("id")),
        created=moment(data.get("created_at")),
        due=_due(users, whole),
        previous=tuple(
            Previous(moment(item.get("submission_time")), item.get("autograder_error") is True)
            for item in map(_table, _list(data.get("previous_submissions")))
        ),
    )


def _due(users: list[dict[str, Any]], whole: Mapping[str, Any]) -> datetime | None:
    """The latest date of the members; a member without dates of their own has the assignment's."""
    general = moment(whole.get("due_date"))
    own = [moment(_table(user.get("assignment")).get("due_date")) or general for user in users]
    return max((date for date in own if date), default=general)


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else ()


def _text(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
