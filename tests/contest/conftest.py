"""A closed season: six nights, sixty entrants with histories of their own, on a small task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.contest.season import Upload, bot, export, staff_folder
from tests.support.warm import run

ENTRANTS, NIGHTS = 60, 6
FIRST = date(2026, 10, 28)
"""The clocks go back in the fifth night."""
ZONE = ZoneInfo("America/Los_Angeles")
NIGHT_DRAWS, FINAL_DRAWS = 3, 6
CRASHES = "def train(X, y, rng, seconds):\n    raise ValueError('not today')\n"


@dataclass(frozen=True)
class ClosedSeason:
    """Where it is, and everything that was handed in, by night."""

    staff: Path
    out: Path
    uploads: list[list[Upload]]


def closes(night: int) -> datetime:
    """The moment at which a night closes."""
    day = FIRST + timedelta(days=night)
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZONE)


def histories(seed: int) -> list[list[Upload]]:
    """What the class's export holds each night: the latest hand-in of everybody, a minute too late in some cases."""
    rng = np.random.default_rng(seed)
    strength = rng.integers(1, 9, ENTRANTS)
    latest: dict[int, Upload] = {}
    nights = []
    for night in range(NIGHTS):
        for student in range(ENTRANTS):
            first_time = student not in latest and rng.random() < 0.5
            if night and student in latest and rng.random() < 0.15:
                strength[student] = np.clip(strength[student] + rng.integers(-1, 3), 1, 12)
            elif not first_time:
                continue
            late = rng.random() < 0.1
            moment = closes(night) + timedelta(minutes=1 if late else -int(rng.integers(1, 600)))
            source = bot(int(strength[student]), f"Bot {student}" if student % 3 else "")
            source = CRASHES if rng.random() < 0.03 else source
            latest[student] = Upload(100 * night + student, (f"{student:02}",), moment, {"bot.py": source})
        nights.append(list(latest.values()))
    return nights


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> ClosedSeason:
    folder = tmp_path_factory.mktemp("season")
    last = FIRST + timedelta(days=NIGHTS - 1)
    staff = staff_folder(folder / "staff", (str(FIRST), str(last)), (NIGHT_DRAWS, FINAL_DRAWS))
    uploads = histories(188)
    for night, class_then in enumerate(uploads):
        where = export(folder / "class", class_then)
        at = closes(night).isoformat()
        closed = run("contest", "close", where, "--assignment", staff, "--out", folder / "out", "--at", at)
        assert closed.returncode == 0, closed.stderr
    return ClosedSeason(staff, folder / "out", uploads)
