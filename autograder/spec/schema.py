"""The settings of assignment.yaml, as staff write them. A kind of check adds its own, see `autograder.checks`."""

from __future__ import annotations

from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import Field, field_validator, model_validator

from autograder.records import Visibility
from autograder.spec.contest import ContestText
from autograder.spec.reading import SettingsTable, Words
from autograder.text.moments import has_offset, moment
from autograder.text.suggest import nearest

A_DAY, A_YEAR, A_TERABYTE, MOST = 24 * 60 * 60, 366, 1_000_000, 1_000_000
"""In seconds, days, megabytes and points: more than any course means, and less than what no clock can hold."""
NOT_A_COURSE_S = ("localtime", "posix/", "right/")
"""Zones that are another one on each machine, that only some machines have, or that count leap seconds."""


def _is_a_zone(name: str) -> bool:
    """Whether the system knows the zone. It is asked for this one: to list all of them takes it hundreds of looks."""
    if name.startswith(NOT_A_COURSE_S):
        return False
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


class LimitsText(SettingsTable):
    """What a check may use."""

    seconds: float = Field(default=20, gt=0, le=A_DAY)
    memory_mb: int = Field(default=1024, gt=0, le=A_TERABYTE)
    printed_kb: int = Field(default=64, ge=0, le=A_TERABYTE)


class VisibilityText(SettingsTable):
    """When students see public and hidden checks, in the platform's words."""

    public: Visibility = "visible"
    hidden: Visibility = "visible"


class DatesText(SettingsTable):
    """When the work is due if the platform does not say so; with the offset from UTC: 2026-12-01 23:59 -0800.

    ``zone`` is the time zone that the course's days are counted in, such as America/Los_Angeles.
    """

    due: str | None = None
    zone: str = ""

    @field_validator("due")
    @classmethod
    def _a_moment(cls, value: str | None) -> str | None:
        if value is not None and moment(value) is None:
            raise ValueError("this is not a date and time; write it as 2026-12-01 23:59 -0800")
        if value is not None and not has_offset(value):
            raise ValueError(f"its offset from UTC is missing; write it as {value.strip()} -0800")
        return value

    @field_validator("zone")
    @classmethod
    def _a_zone(cls, value: str) -> str:
        if value and not _is_a_zone(value):
            near = nearest(value, [zone for zone in available_timezones() if not zone.startswith(NOT_A_COURSE_S)])
            raise ValueError(f"this is not a time zone; write it as America/Los_Angeles.{near}")
        return value


class LateText(SettingsTable):
    """How late work is treated; the meaning of each setting is `records.Policy`'s."""

    grace_minutes: float = Field(default=0, ge=0, le=A_YEAR * 24 * 60)
    slip_days: int | None = Field(default=None, ge=0, le=A_YEAR)
    term: bool = False
    percent_a_day: float = Field(default=0, ge=0, le=100)
    cap_percent: float = Field(default=100, ge=0, le=100)
    floor_percent: float = Field(default=0, ge=0, le=100)
    cut_off_days: int | None = Field(default=None, ge=0, le=A_YEAR)

    @field_validator("percent_a_day", "cap_percent", "floor_percent")
    @classmethod
    def _a_percentage(cls, value: float) -> float:
        if 0 < value < 1:
            raise ValueError(f"{value:g} is less than one percent (did you mean {100 * value:g}?)")
        return value


class CarriedText(SettingsTable):
    """What a check may earn although an earlier one has failed; the meaning of each setting is `records.Carried`'s."""

    expects: str = ""
    instead: str = ""
    when: tuple[str, ...] = ()
    share: float = Field(default=0.5, gt=0, le=1)

    @model_validator(mode="after")
    def _a_probe(self) -> CarriedText:
        if not self.expects and not self.instead:
            raise ValueError("name a probe: as `expects`, as `instead`, or one as each")
        return self


class CheckText(SettingsTable):
    """The settings that every check has; those of its kind stand beside them and are read apart."""

    id: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_.-]+$")
    kind: str
    title: Words
    points: float = Field(0, ge=0, le=MOST)
    probe: str = ""
    cases: str = ""
    home_cases: str = ""
    public: bool = False
    visibility: Visibility | None = None
    after: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    hint: str = ""
    carried: CarriedText | None = None
    reads: tuple[str, ...] = ()
    optional: bool = False
    limits: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something_to_carry(self) -> CheckText:
        if self.carried and not (self.carried.when or self.after or self.builds_on):
            raise ValueError("no error can be carried forward: name an earlier check in `when`, `after` or `builds_on`")
        return self

    @model_validator(mode="after")
    def _at_home(self) -> CheckText:
        if self.home_cases and not self.public:
            raise ValueError("only a check with `public: true` runs at home: without it, `home_cases` are never used")
        return self


class QuestionText(SettingsTable):
    """One question. Its checks are read one by one, so that a problem in one hides none in another.

    ``by: hand`` is for a question without checks that people grade; ``about`` says what they look at. ``hidden_points``
    stands in kits alone: what the checks are worth that they do not hold.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: Words
    points: float = Field(ge=0, le=MOST)
    optional: bool = False
    hidden_points: float = Field(0, ge=0, le=MOST)
    by: Literal["hand"] | None = None
    about: str = ""
    checks: list[dict[str, Any]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _graded_somehow(self) -> QuestionText:
        if self.by is None and not self.checks:
            raise ValueError("a question needs `checks`, or `by: hand` when people grade it")
        if self.by is not None and self.checks:
            raise ValueError("a question that is graded by hand has no checks: make a question of its own of them")
        if self.about and self.by is None:
            raise ValueError("`about` says what people look at: it stands with `by: hand`")
        return self


class AssignmentText(SettingsTable):
    """The whole file. Its questions are read one by one."""

    assignment: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Words
    seed: int | None = Field(default=None, ge=0)
    decks: int | None = Field(None, ge=1, le=64)
    files: tuple[str, ...] = Field(min_length=1)
    packages: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    limits: LimitsText = LimitsText()
    total_seconds: float = Field(default=480, gt=0, le=A_DAY)
    visibility: VisibilityText = VisibilityText()
    dates: DatesText = DatesText()
    late: LateText | None = None
    hints_per_day: int | None = Field(default=None, ge=0)
    contest: ContestText | None = None
    most_per_mistake: float | None = Field(default=None, gt=0)
    questions: list[dict[str, Any]] = Field(min_length=1)
