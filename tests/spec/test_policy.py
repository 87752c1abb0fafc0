"""Due date, late policy and hint budget, as staff write them in assignment.yaml."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from autograder.records import Policy
from autograder.spec import digests, loader, staff_folder
from autograder.spec.schema import DatesText
from tests.support.toy import copy_of_toy, edited


def with_settings(tmp_path: Path, settings: str) -> Path:
    folder = copy_of_toy(tmp_path / "toy")
    return edited(folder, ("total_seconds: 60\n", f"total_seconds: 60\n{settings}"))


def test_an_assignment_without_a_policy_has_none(tmp_path: Path) -> None:
    assignment = loader.load(with_settings(tmp_path, ""))
    assert (assignment.due, assignment.late, assignment.hints_per_day) == (None, None, None)


def test_the_zone_of_the_course_is_read(tmp_path: Path) -> None:
    assert loader.load(with_settings(tmp_path, "dates: {zone: America/Los_Angeles}\n")).zone == "America/Los_Angeles"
    assert loader.load(with_settings(tmp_path / "none", "")).zone == ""


def test_a_policy_is_read_with_its_defaults(tmp_path: Path) -> None:
    text = "dates: {due: 2026-12-01 23:59 -0800}\nlate: {grace_minutes: 15, percent_a_day: 10}\nhints_per_day: 5\n"
    assignment = loader.load(with_settings(tmp_path, text))
    assert assignment.due == datetime(2026, 12, 2, 7, 59, tzinfo=timezone.utc)
    assert assignment.late == Policy(
        grace_minutes=15, slip_days=None, percent_a_day=10, cap_percent=100, floor_percent=0
    )
    assert assignment.hints_per_day == 5


NO_ZONES = ("America", "america/los_angeles", "../etc/passwd", "/etc/localtime", "localtime", "right/Europe/Berlin",
            "posix/Europe/Berlin", "zone.tab", "Europe/", "x" * 300, '"a\\0b"')  # fmt: skip
"""Names of folders and files beside the zones, of zones that each machine has of its own, and of none."""


def test_every_zone_that_python_knows_is_a_zone() -> None:
    known = [zone for zone in available_timezones() if zone != "localtime"]
    assert len(known) > 300
    assert [DatesText(zone=zone).zone for zone in known] == known


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (
            "late: {percent_per_day: 10}\n",
            "'percent_per_day' is not a setting here; allowed: cap_percent, cut_off_days, floor_percent, grace_minutes",
        ),
        ("late: {cap_percent: 150}\n", "cap_percent: this must be at most 100; got 150."),
        (
            "dates: {due: tomorrow}\n",
            "due: this is not a date and time; write it as 2026-12-01 23:59 -0800; got 'tomorrow'.",
        ),
        (
            "dates: {due: 2026-12-01 23:59}\n",
            "due: its offset from UTC is missing; write it as 2026-12-01 23:59 -0800; got '2026-12-01 23:59'.",
        ),
        ("late: {percent_a_day: 0.1}\n", "percent_a_day: 0.1 is less than one percent (did you mean 10?); got 0.1."),
        ("late: {floor_percent: 0.5}\n", "floor_percent: 0.5 is less than one percent (did you mean 50?); got 0.5."),
        (
            "dates: {zone: America/Los_Angles}\n",
            "zone: this is not a time zone; write it as America/Los_Angeles. Did you mean 'America/Los_Angeles'?",
        ),
        ("dates: {zone: 8}\n", "zone: "),
        *((f"dates: {{zone: {zone}}}\n", "zone: this is not a time zone") for zone in NO_ZONES),
        ("hints_per_day: -1\n", "hints_per_day: this must be at least 0; got -1."),
    ],
)
def test_a_slip_in_the_policy_is_named_with_what_is_allowed(tmp_path: Path, settings: str, complaint: str) -> None:
    with pytest.raises(loader.SpecError) as error:
        loader.load(with_settings(tmp_path, settings))
    assert complaint.removeprefix("") in str(error.value)


def test_a_folder_made_from_a_release_says_which(tmp_path: Path) -> None:
    folder = with_settings(tmp_path, "")
    own = digests.release_of(folder)
    (folder / staff_folder.RELEASE_NAME).write_text("0123456789ab\n")
    assert digests.release_of(folder) == "0123456789ab" != own
