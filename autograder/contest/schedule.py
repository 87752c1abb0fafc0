"""Close every night by itself: the lines for cron, and the units for systemd."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from autograder.records import Contest

UNIT = "autograder-contest"


@dataclass(frozen=True)
class Schedule:
    """What runs, in which folder, and when: ``minutes`` after each close, so that the last upload is there."""

    command: Sequence[str]
    folder: Path
    contest: Contest
    minutes: int = 5

    @property
    def time(self) -> datetime:
        """A moment of the season at which it runs, in the course's time zone."""
        first = self.contest.closes[0]
        return first.replace(tzinfo=None) + timedelta(minutes=self.minutes)

    @property
    def zone(self) -> str:
        """The course's time zone, by name."""
        return str(self.contest.closes[0].tzinfo)


def crontab(schedule: Schedule) -> str:
    """A line for crontab, for every hour: not every cron knows time zones, and a night that is ranked costs nothing."""
    line = f"cd {shlex.quote(str(schedule.folder))} && {shlex.join(schedule.command)} >> contest.log 2>&1"
    escaped = line.replace("%", "\\%")  # to cron a bare % ends the command
    return f"{schedule.time.minute} * * * * {escaped}\n"


def service(schedule: Schedule) -> str:
    """The systemd unit that closes a night."""
    command = " ".join(_quoted(part) for part in schedule.command)
    return f"""[Unit]
Description=Rank the contest's bots

[Service]
Type=oneshot
WorkingDirectory={str(schedule.folder).replace("%", "%%")}
ExecStart={command}
"""


def timer(schedule: Schedule) -> str:
    """The systemd timer that starts the unit every night; a night that the machine slept through is made up for."""
    return f"""[Unit]
Description=Rank the contest's bots every night

[Timer]
OnCalendar=*-*-* {schedule.time:%H:%M:%S} {schedule.zone}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _quoted(part: str) -> str:
    """One argument as systemd reads it: % and $ mean something there."""
    plain = part.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if plain != part or any(letter in part for letter in " \t'") else part
