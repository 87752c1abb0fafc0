"""The contest's commands, on a small class."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from zoneinfo import ZoneInfo

import pytest

from autograder.batch.owners import owner
from tests.contest.season import Upload, bot, export, staff_folder
from tests.support.warm import run

CLOSE = datetime(2026, 12, 4, 23, 59, tzinfo=ZoneInfo("America/Los_Angeles"))
UPLOADS = [
    Upload(1, ("ada",), CLOSE - timedelta(hours=2), {"bot.py": bot(7, "Deep Thought")}),
    Upload(2, ("bob", "cleo"), CLOSE - timedelta(hours=1), {"bot.py": bot(3, "=cmd|' /C calc'!A0")}),
    Upload(3, ("dan",), CLOSE - timedelta(hours=1), {"essay.txt": "no bot"}),
]


class Contest:
    """A class, its contest, and the command with the places filled in."""

    def __init__(self, folder: Path) -> None:
        self.staff = staff_folder(folder / "staff", ("2026-12-04", "2026-12-05"), (2, 2))
        self.where, self.out = export(folder / "class", UPLOADS), folder / "out"

    def __call__(self, name: str, *words: object) -> CompletedProcess[str]:
        where = [self.where] if name in ("close", "schedule") else []
        return run("contest", name, *where, "--assignment", self.staff, "--out", self.out, *words)

    def close(self, *words: object) -> CompletedProcess[str]:
        return self("close", "--at", CLOSE.isoformat(), *words)


@pytest.fixture
def contest(tmp_path: Path) -> Contest:
    return Contest(tmp_path)


def test_a_dry_run_says_how_long_it_takes_and_keeps_nothing(contest: Contest) -> None:
    planned = contest.close("--dry-run", "--hours", "1e-9")
    assert planned.returncode == 0, planned.stderr
    assert "4 trials to run" in planned.stdout
    assert "not even 2 draws would fit" in planned.stdout
    assert not (contest.out / "pages").exists()
    assert contest("standings").returncode == 2


@pytest.mark.slow
def test_the_standings_show_names_to_staff_who_ask(contest: Contest) -> None:
    closed = contest.close()
    assert closed.returncode == 0, closed.stderr
    assert "submission_3: bot.py was not handed in." in closed.stderr
    without, with_names = contest("standings"), contest("standings", "--names")
    assert "Deep Thought" in without.stdout
    assert "Student ada" not in without.stdout
    assert "Student bob, Student cleo" in with_names.stdout.replace("\n", " ")
    assert "staff bot: strong" in without.stdout
    text = (contest.out / "links.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    links = {row["id"]: row["link"] for row in rows}
    assert links["bob"] == links["cleo"] != links["ada"]
    paid = contest("rewards")
    assert "the final is not ranked yet" in paid.stderr
    exported = contest.staff.parent / "Grades.csv"
    exported.write_bytes(
        b"Student,ID,SIS Login ID,Section,Contest (77)\r\n    Points Possible,,,,2\r\n"
        b'"Ada, A",11,ada,One,\r\n"Zoe, Z",12,zoe,One,\r\n'
    )
    planned = contest("rewards", "--gradebook", exported, "--dry-run")
    assert "Student ada (ada): empty → 1" in planned.stdout and not (contest.out / "Grades.csv").exists()
    filled = contest("rewards", "--gradebook", exported, "--all-rows")
    assert filled.returncode == 0, filled.stderr
    whole = exported.read_bytes().replace(b"ada,One,", b"ada,One,1")
    assert (contest.out / "Grades.csv").read_bytes() == whole
    contest("rewards", "--gradebook", exported)
    assert (contest.out / "Grades.csv").read_bytes() == whole.partition(b'"Zoe')[0]
    assert "Not in the gradebook, and not added: Student bob" in filled.stdout
    assert "=cmd" not in "".join((contest.out / "rewards.csv").read_text(encoding="utf-8-sig").split("\n")[1:])


@pytest.mark.slow
def test_a_night_without_any_bot_is_ranked_and_one_that_was_missed_is_named(contest: Contest) -> None:
    export(contest.where, [UPLOADS[2]])
    second = CLOSE + timedelta(days=1)
    closed = contest("close", "--at", second.isoformat())
    assert closed.returncode == 0, closed.stderr
    assert "Night of 2026-12-05: 0 bots ranked" in closed.stdout and "Final: 0 bots ranked" in closed.stdout
    assert f"The night of 2026-12-04 23:59 -0800 was never ranked: --at {CLOSE.isoformat()}" in closed.stderr
    assert (contest.out / "pages" / "final.html").read_text(encoding="utf-8").count("staff bot:") == 2
    assert contest("standings").returncode == 0
    assert "0 students" in contest("rewards").stdout
    assert contest.close().returncode == 0
    assert "was never ranked" not in contest("close", "--at", second.isoformat()).stderr


@pytest.mark.slow
def test_while_a_night_is_being_closed_another_closing_does_nothing(contest: Contest) -> None:
    contest.out.mkdir()
    with owner(contest.out):
        second = contest.close()
        assert second.returncode == 3
        assert "Another closing is at work" in second.stderr and "Traceback" not in second.stderr
        assert contest.close("--dry-run").returncode == 0
        assert not (contest.out / "pages").exists()
    assert contest.close().returncode == 0


def test_before_the_first_night_there_is_nothing_to_do(contest: Contest) -> None:
    early = contest("close", "--at", "2026-12-01T00:00-08:00")
    assert early.returncode == 0
    assert early.stdout == "No night has closed yet: the first one closes at 2026-12-04 23:59 -0800.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("close", "--at", "tonight"), "is not a date and time"),
        (("standings",), "No night has been closed in"),
        (("rewards",), "No night has been closed in"),
        (("close", "--at", CLOSE.isoformat(), "--format", "canvass"), "is not a format"),
    ],
)
def test_bad_usage_is_told_in_a_sentence(contest: Contest, words: tuple[str, ...], said: str) -> None:
    done = contest(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert words[0] == "close" or not contest.out.exists()


def test_an_assignment_without_a_contest_says_so(contest: Contest) -> None:
    spec = contest.staff / "assignment.yaml"
    text = spec.read_text(encoding="utf-8")
    head, _, rest = text.partition("contest:\n")
    spec.write_text(head + rest[rest.index("questions:") :], encoding="utf-8")
    done = contest.close()
    assert done.returncode == 2
    assert "has no contest: write a table `contest:` into it" in done.stderr


def test_the_schedule_is_printed_and_written(contest: Contest, tmp_path: Path) -> None:
    done = contest("schedule", "--to", tmp_path / "units")
    assert done.returncode == 0, done.stderr
    assert "OnCalendar=*-*-* 00:04:00 America/Los_Angeles" in done.stdout
    assert {path.name for path in (tmp_path / "units").iterdir()} == {
        "autograder-contest.service",
        "autograder-contest.timer",
    }
