"""The lines that close every night by themselves."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.contest.schedule import Schedule, crontab, service, timer
from autograder.records import Contest, RewardRules

PARIS = ZoneInfo("Europe/Paris")
CLOSES = tuple(datetime(2026, 12, day, 23, 59, tzinfo=PARIS) for day in (4, 5))
CONTEST = Contest("bot.py", 64, (), CLOSES, 5, 20, 4, "bots", RewardRules({}, {}, 0))
COMMAND = ("/usr/bin/python3", "-m", "autograder", "contest", "close", "/srv/a class", "--out", "/srv/50% $HOME")


@pytest.fixture
def plan(tmp_path: Path) -> Schedule:
    return Schedule(COMMAND, tmp_path, CONTEST)


def test_the_timer_runs_a_few_minutes_after_the_close_in_the_courses_zone(plan: Schedule) -> None:
    assert "OnCalendar=*-*-* 00:04:00 Europe/Paris\n" in timer(plan)
    assert plan.time == CLOSES[0].replace(tzinfo=None) + timedelta(minutes=5)


def test_cron_gets_a_line_that_the_shell_reads_as_the_command(plan: Schedule) -> None:
    minute, rest = crontab(plan).split(" * * * * ")
    assert minute == "4"
    words = shlex.split(rest.replace("\\%", "%"))
    assert tuple(words[3:-3]) == COMMAND
    assert words[:3] == ["cd", str(plan.folder), "&&"]
    assert "%" not in rest.replace("\\%", "")


def test_systemd_finds_no_fault_in_the_units(plan: Schedule, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("verifying units needs systemd-analyze")
    names = []
    for name, text in (("autograder-contest.service", service(plan)), ("autograder-contest.timer", timer(plan))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        names.append(str(tmp_path / name))
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "autograder-contest" in line]
    assert ours == []
    broken = tmp_path / "broken.service"
    broken.write_text("[Service]\nExecStrat=/bin/true\n", encoding="utf-8")
    found = subprocess.run(["systemd-analyze", "verify", str(broken)], capture_output=True, text=True)
    assert "ExecStrat" in found.stdout + found.stderr  # the judge can judge here


def test_systemd_reads_the_time(plan: Schedule) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("reading calendars needs systemd-analyze")
    [calendar] = [line for line in timer(plan).splitlines() if line.startswith("OnCalendar=")]
    read = subprocess.run(["systemd-analyze", "calendar", calendar.partition("=")[2]], capture_output=True, text=True)
    assert read.returncode == 0, read.stderr
