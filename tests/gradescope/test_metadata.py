"""submission_metadata.json, with all that it may lack."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradescope.metadata import metadata, read
from autograder.records import SubmissionInfo
from autograder.text.moments import moment

FULL: dict[str, Any] = {
    "id": 381579075,
    "created_at": "2026-11-21T10:00:00.365935-08:00",
    "assignment": {
        "due_date": "2026-11-20T23:59:00.000000-08:00",
        "late_due_date": None,
        "group_size": None,
        "group_submission": False,
        "id": 8046601,
        "course_id": 1,
        "release_date": "2026-11-01T00:00:00.000000-07:00",
        "title": "A neural network from scratch",
        "total_points": "100.0",
    },
    "submission_method": "upload",
    "users": [{"email": "one@school.example", "id": 1, "name": "One"}],
    "previous_submissions": [
        {"submission_time": "2026-11-19T10:00:00.0-08:00", "score": 10.0, "autograder_error": False},
        {"submission_time": "2026-11-20T10:00:00.0-08:00", "score": 20.5, "autograder_error": True, "results": {}},
    ],
}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


def test_the_documented_fields_are_read(tmp_path: Path) -> None:
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps(FULL))
    found = read(path)
    assert found.submission == "381579075"
    assert found.created == utc(2026, 11, 21, 18, 0, 0, 365935)
    assert found.due == utc(2026, 11, 21, 7, 59)
    assert [one.failed for one in found.previous] == [False, True]
    assert found.previous[0].submitted == utc(2026, 11, 19, 18, 0)


@pytest.mark.parametrize(
    ("own", "general", "counts", "source"),
    [
        ("2026-11-27", "2026-11-20", "2026-11-27", "your own due date on the platform"),
        ("2026-11-20", "2026-11-25", "2026-11-25", "the due date on the platform, which is later than your own"),
        ("2026-11-20", "2026-11-20", "2026-11-20", "the due date on the platform"),
        ("2026-11-20", None, "2026-11-20", "your own due date on the platform"),
        (None, "2026-11-20", "2026-11-20", "the due date on the platform"),
        (17, "2026-11-20", "2026-11-20", "the due date on the platform"),
    ],
)
def test_of_a_students_own_date_and_the_classs_the_later_counts(
    own: Any, general: Any, counts: str, source: str
) -> None:
    def at_night(day: Any) -> Any:
        return f"{day}T23:59:00.0-08:00" if isinstance(day, str) else day

    found = metadata(
        {"assignment": {"due_date": at_night(general)}, "users": [{"assignment": {"due_date": at_night(own)}}]}
    )
    assert found.due == moment(at_night(counts)) and found.due_source == source
    assert found.unreadable_dates == (("due_date: 17",) if own == 17 else ())


def test_a_groups_date_is_called_the_groups() -> None:
    users = [{"assignment": {"due_date": f"2026-11-2{day}T23:59:00.0-08:00"}} for day in (7, 3)]
    assert metadata({**FULL, "users": users}).due_source == "the latest of your group on the platform"


def test_the_most_generous_member_counts_for_a_group() -> None:
    later = {"assignment": {"due_date": "2026-11-27T23:59:00.0-08:00"}}
    earlier = {"assignment": {"due_date": "2026-11-13T23:59:00.0-08:00"}}
    assert metadata({**FULL, "users": [{"name": "One"}, later]}).due == utc(2026, 11, 28, 7, 59)
    assert metadata({**FULL, "users": [{"name": "One"}, earlier]}).due == utc(2026, 11, 21, 7, 59)


@pytest.mark.parametrize("users", [None, [], [None], "nobody", [{"assignment": None}], [{"assignment": {}}]])
def test_users_of_any_shape_leave_the_assignments_due_date(users: Any) -> None:
    assert metadata({**FULL, "users": users}).due == utc(2026, 11, 21, 7, 59)


@pytest.mark.parametrize("missing", list(FULL))
def test_every_field_may_be_missing_or_null(missing: str) -> None:
    without = {key: value for key, value in FULL.items() if key != missing}
    assert metadata(without) == metadata({**FULL, missing: None})


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        *((content, "is not JSON") for content in (b"", b"{", b"\xff", b"[" * 200_000)),
        *((content, "is not a JSON object") for content in (b"[]", b"null", b'"text"')),
    ],
)
def test_a_file_that_is_no_json_object_says_nothing_but_why(tmp_path: Path, content: bytes, trouble: str) -> None:
    path = tmp_path / "submission_metadata.json"
    path.write_bytes(content)
    assert read(path) == SubmissionInfo(trouble=f"submission_metadata.json {trouble}")


def test_a_missing_file_says_nothing_but_that(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") == SubmissionInfo(trouble="none.json cannot be read: No such file or directory")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20T23:59:00.123456-08:00", utc(2026, 11, 21, 7, 59, 0, 123456)),
        ("2026-11-20 23:59 -0800", utc(2026, 11, 21, 7, 59)),
        ("2026-11-20T23:59:00Z", utc(2026, 11, 20, 23, 59)),
        ("2026-11-20 23:59:00.640553000 Z", utc(2026, 11, 20, 23, 59, 0, 640553)),
        ("2026-11-20T23:59:00", utc(2026, 11, 20, 23, 59)),
        ("yesterday", None),
        ("2026-13-45T99:99:00Z", None),
        ("9999-12-31T23:59:00-14:00", None),
        (None, None),
        (1700000000, None),
    ],
)
def test_moments_are_read_as_vendors_write_them(text: Any, expected: datetime | None) -> None:
    assert moment(text) == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from([*FULL, *FULL["assignment"], "score", "results"]), inner)
        ),
    )
)
def test_json_of_any_shape_gives_metadata(data: Any) -> None:
    assert isinstance(metadata(data), SubmissionInfo)
