"""The table ``contest`` of assignment.yaml → `Contest`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from autograder.records import Contest, ContestTask, RewardRules
from autograder.spec.reading import KeyProblem, SettingsTable, Words, unknown_names
from autograder.spec.staff_code import Code
from autograder.spec.staff_folder import StaffFolder

KEY = "contest"
A_SEASON = 366
"""The most nights that a contest can have."""


class TaskText(SettingsTable):
    """One thing that bots are ranked by."""

    title: Words
    probe: str
    draw: str
    memory_mb: int = Field(default=1024, gt=0)


class RewardsText(SettingsTable):
    """Points by rank; the defaults are the lecture's. See `records.RewardRules`."""

    final: dict[int, float] = Field(default_factory=lambda: {1: 2.0, 3: 1.5, 10: 1.0})
    nights: dict[int, float] = Field(default_factory=lambda: {10: 1.0, 20: 0.5})
    staff_bot: float = Field(default=0.25, ge=0)

    @field_validator("final", "nights")
    @classmethod
    def _falling(cls, bands: dict[int, float]) -> dict[int, float]:
        ordered = sorted(bands.items())
        if any(rank < 1 or points < 0 for rank, points in ordered):
            raise ValueError("ranks begin at 1 and points at 0, such as {1: 2, 3: 1.5, 10: 1}")
        for (better, more), (worse, less) in pairwise(ordered):
            if less > more:
                raise ValueError(f"rank {worse} must not earn more than rank {better}")
        return dict(ordered)


class ContestText(SettingsTable):
    """The whole table; the meaning of each setting is `records.Contest`'s."""

    entry: str
    largest_kb: int = Field(default=64, gt=0)
    tasks: tuple[TaskText, ...] = Field(min_length=1)
    first_night: date
    last_night: date
    closes_at: str = "23:59"
    night_draws: int = Field(default=5, ge=2, le=100)
    final_draws: int = Field(default=20, ge=2, le=400)
    times_staff: float = Field(default=4, ge=1)
    bots: str = "bots"
    rewards: RewardsText = RewardsText()

    @field_validator("closes_at")
    @classmethod
    def _of_the_day(cls, value: str) -> str:
        try:
            time.fromisoformat(value)
        except ValueError:
            raise ValueError('this is not a time of day; write it as "23:59"') from None
        return value

    @model_validator(mode="after")
    def _in_order(self) -> ContestText:
        nights = (self.last_night - self.first_night).days + 1
        if nights < 1:
            raise ValueError("last_night must not lie before first_night")
        if nights > A_SEASON:
            raise ValueError(f"a contest has at most {A_SEASON} nights, and this one would have {nights}")
        return self


def contest(text: ContestText | None, zone: str) -> Contest | None:
    """What the table says, with its nights as moments in the course's time zone."""
    if text is None:
        return None
    return Contest(
        entry=text.entry,
        largest_kb=text.largest_kb,
        tasks=tuple(ContestTask(task.title, task.probe, task.draw, task.memory_mb) for task in text.tasks),
        closes=tuple(closing_moments(text.first_night, text.last_night, time.fromisoformat(text.closes_at), zone)),
        night_draws=text.night_draws,
        final_draws=text.final_draws,
        times_staff=text.times_staff,
        bots=text.bots,
        rewards=RewardRules(text.rewards.final, text.rewards.nights, text.rewards.staff_bot),
    )


def closing_moments(first: date, last: date, at: time, zone: str) -> Iterator[datetime]:
    """The moment on each day from ``first`` to ``last`` when clocks in the zone show ``at``.

    Where clocks show it twice it is the first time, and where they skip it, the moment that would have come.
    """
    for number in range((last - first).days + 1):
        yield datetime.combine(first + timedelta(days=number), at, ZoneInfo(zone or "UTC"))


def problems(data: Any, folder: StaffFolder, code: Code) -> Iterator[KeyProblem]:
    """Names in the table that do not exist, and a missing time zone. Works on the raw YAML."""
    table = data.get(KEY) if isinstance(data, dict) else None
    if not isinstance(table, dict):
        return
    dates = data.get("dates")
    if not (isinstance(dates, dict) and dates.get("zone")):
        said = "a contest closes at a time of day, so it needs the course's time zone: set dates: {zone: …} as well."
        yield (KEY,), said
    files = data.get("files")
    if isinstance(files, list) and isinstance(table.get("entry"), str):
        known = [name for name in files if isinstance(name, str)]
        yield from unknown_names((KEY, "entry"), [table["entry"]], known, "file of this assignment")
    tasks = table.get("tasks")
    for number, task in enumerate(tasks if isinstance(tasks, list) else []):
        yield from _task_problems((KEY, "tasks", number), task, code)
    bots = table.get("bots", "bots")
    if folder.modules("cases") and isinstance(bots, str) and not list((folder.path / bots).glob("*.py")):
        place = (KEY, "bots") if "bots" in table else (KEY,)
        yield place, f"there is no staff bot: {folder.path / bots} holds no .py file."


def _task_problems(at: tuple[Any, ...], task: Any, code: Code) -> Iterator[KeyProblem]:
    known = {"probe": code.probe_names, "draw": code.case_names}
    for field, names in known.items():
        if isinstance(task, dict) and isinstance(task.get(field), str) and names:
            what = "probe" if field == "probe" else "function in cases/"
            yield from unknown_names((*at, field), [task[field]], names, what)
