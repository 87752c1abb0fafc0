"""Closing a night with real workers: bots that try something, and a night that is interrupted."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder.contest.bots import staff_bots
from autograder.contest.entries import Entry, owner_of, submission_digest
from autograder.contest.ledger import ContestLedger, ContestLedgerError
from autograder.contest.night import Night, close, missing_trials
from autograder.contest.publish import rewards_table
from autograder.contest.runs import LocalRunner
from autograder.records import Person, Submission, silent
from autograder.sandbox import Sandbox, pool
from autograder.spec.loader import load
from autograder.spec.staff_folder import StaffFolder
from tests.contest.season import Upload, bot, export, staff_folder
from tests.support.commands import ENVIRONMENT, command
from tests.support.waiting import wait_for
from tests.support.warm import run

pytestmark = pytest.mark.slow

CRASHES = "def train(X, y, rng, seconds):\n    raise ValueError(y)\n"
LOOPS = """\
import time

time.process_time = time.perf_counter = time.monotonic = time.time = lambda: 0.0


def train(X, y, rng, seconds):
    while True:
        pass
"""
"""Turns its own clocks back, which measures nothing."""
CLOCK = """\
from time import process_time


def train(X, y, rng, seconds):
    end = process_time() + seconds / 2
    while process_time() < end:
        pass
    return lambda X_new: (X_new[:, :6].sum(axis=1) > 0).astype(int)
"""
SLEEPS = "import time\n\n\ndef train(X, y, rng, seconds):\n    time.sleep(3600)\n"
THREADS = """\
import threading


def train(X, y, rng, seconds):
    def forever():
        while True:
            pass
    for _ in range(8):
        threading.Thread(target=forever).start()
    forever()
"""
COLUMN = "def train(X, y, rng, seconds):\n    return lambda X_new: X_new\n"
DICE = """\
import os


def train(X, y, rng, seconds):
    return lambda X_new: [os.urandom(1)[0] % 2 for _ in X_new]
"""
REMEMBERS = """\
import os, tempfile

SEEN = os.path.join(tempfile.gettempdir(), "seen-by-a-bot")


def train(X, y, rng, seconds):
    if os.path.exists(SEEN):
        return lambda X_new: (X_new.sum(axis=1) > 0).astype(int)
    open(SEEN, "w").close()
    return lambda X_new: 0 * X_new[:, 0].astype(int)
"""
DETECTS = """\
import sys


def train(X, y, rng, seconds):
    frame, found = sys._getframe(), []
    while frame:
        found += [value for value in frame.f_locals.values() if type(value).__name__ == "Case"]
        frame = frame.f_back
    return lambda X_new: found[0].keep["labels"] if found else (X_new[:, 0] > 0).astype(int)
"""


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> StaffFolder:
    folder = tmp_path_factory.mktemp("staff")
    return StaffFolder(staff_folder(folder, ("2026-12-04", "2026-12-05"), (2, 2)))


@pytest.fixture(scope="module")
def night_of(staff: StaffFolder) -> Iterator[Callable[..., Night]]:
    """``night_of("final", 1)``: a closing of that night, in sandboxes that all nights share."""
    assignment = load(staff.path)
    contest = assignment.contest
    assert contest is not None
    with closing(LocalRunner(assignment, contest, (str(staff.path),), 2)) as runner:
        yield lambda stage="night", number=0: Night(
            contest, contest.closes[number], stage, 2, staff.functions("cases"), runner
        )


def entries(night: Night, sources: Mapping[str, str]) -> list[Entry]:
    found = []
    for name, source in sources.items():
        submission, people = Submission(name, {"bot.py": source.encode()}), (Person(name, name),)
        moment = night.closes - timedelta(hours=1)
        found.append(Entry(owner_of(people), submission_digest(submission), people, submission, moment, name))
    return found


def closed(
    staff: StaffFolder, night: Night, ledger: ContestLedger, sources: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    bots = staff_bots(staff.path, load(staff.path), night.contest)
    ranking = close(night, ledger, entries(night, sources), bots, silent)
    return {row["pseudonym"]: row for row in ranking["entries"]}


def test_no_trick_pays(staff: StaffFolder, night_of: Callable[..., Night], tmp_path: Path) -> None:
    sources = {
        "honest": bot(6),
        "weak": bot(1),
        "crashes": CRASHES,
        "loops": LOOPS,
        "clock": CLOCK,
        "sleeps": SLEEPS,
        "threads": THREADS,
        "column": COLUMN,
        "remembers": REMEMBERS,
        "detects": DETECTS,
    }
    with ContestLedger(tmp_path, "small-contest") as ledger:
        found = closed(staff, night_of(), ledger, sources)
    assert found["honest"]["rank"] == found["clock"]["rank"] == 1
    assert found["honest"]["mean"] == found["clock"]["mean"]
    for name in ("crashes", "loops", "sleeps", "threads", "column"):
        assert (found[name]["rank"], found[name]["mean"], found[name]["tops"]) == (None, 0.0, [])
        assert len(found[name]["failed"]) == 2
    assert {found["loops"]["failed"][0]["outcome"], found["sleeps"]["failed"][0]["outcome"]} == {"timed out"}
    assert "expected (400,): one label" in found["column"]["failed"][0]["why"]
    assert "[" not in found["crashes"]["failed"][0]["why"]  # the labels that the exception holds
    assert found["detects"]["mean"] == found["weak"]["mean"]
    assert found["remembers"]["mean"] < found["weak"]["mean"]


def test_a_random_bot_keeps_its_first_score_however_often_the_night_is_ranked(
    staff: StaffFolder, night_of: Callable[..., Night], tmp_path: Path
) -> None:
    with ContestLedger(tmp_path, "small-contest") as ledger:
        once = closed(staff, night_of(), ledger, {"dice": DICE})
        again = closed(staff, night_of(), ledger, {"dice": DICE})
        tomorrow = closed(staff, night_of(number=1), ledger, {"dice": DICE})
    assert once["dice"]["mean"] == again["dice"]["mean"] == tomorrow["dice"]["mean"]


def test_a_bot_that_crashes_today_keeps_the_nights_it_earned_and_nothing_else(
    staff: StaffFolder, night_of: Callable[..., Night], tmp_path: Path
) -> None:
    with ContestLedger(tmp_path, "small-contest") as ledger:
        good, other = {"one": bot(6), "two": bot(3)}, {"one": CRASHES, "two": bot(3)}
        first = close_all(staff, night_of(), ledger, good)
        second = close_all(staff, night_of(number=1), ledger, other)
        final = close_all(staff, night_of("final", 1), ledger, other)
    ranks = [{row["pseudonym"]: row["rank"] for row in one["entries"]} for one in (first, second, final)]
    assert ranks == [{"one": 1, "two": 2}, {"one": None, "two": 1}, {"one": None, "two": 1}]
    assert load(staff.path).contest is not None
    rows = {row[0]: row for row in rewards_table(night_of().contest, [first, second, final])}
    assert rows["one"][3:] == ["", "10", "0", "0", "1", "0", "1"]
    assert rows["two"][3:] == ["1", "10", "1", "2", "1", "0.25", "2.25"]


def close_all(staff: StaffFolder, night: Night, ledger: ContestLedger, sources: Mapping[str, str]) -> dict[str, Any]:
    bots = staff_bots(staff.path, load(staff.path), night.contest)
    return close(night, ledger, entries(night, sources), bots, silent)


def test_only_what_changed_is_run(staff: StaffFolder, night_of: Callable[..., Night], tmp_path: Path) -> None:
    with ContestLedger(tmp_path, "small-contest") as ledger:
        closed(staff, night_of(), ledger, {"one": bot(6), "two": bot(3)})
        night = night_of(number=1)
        todo = missing_trials(night, ledger, entries(night, {"one": bot(6), "two": bot(4), "copy": bot(4)}))
    assert [entry.pseudonym for entry, _ in todo] == ["copy", "copy"]  # one run serves two bots that are the same


def test_a_closing_runs_all_its_bots_in_the_same_sandboxes(
    staff: StaffFolder, night_of: Callable[..., Night], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Sandbox] = []

    def counted(**named: Any) -> Sandbox:
        started.append(Sandbox(**named))
        return started[-1]

    monkeypatch.setattr(pool, "Sandbox", counted)
    assignment, night = load(staff.path), night_of()
    with closing(LocalRunner(assignment, night.contest, (), 1)) as runner, ContestLedger(tmp_path, "small") as ledger:
        assert closed(staff, replace(night, runner=runner), ledger, {"one": bot(6)})["one"]["rank"] == 1
        assert len(started) == 1 and started[0].processes()
    assert not started[0].processes()


def test_a_closing_that_was_killed_goes_on_where_it_stopped(
    staff: StaffFolder, night_of: Callable[..., Night], tmp_path: Path
) -> None:
    night = night_of()
    sources = [f"# {number}\n{bot(1 + number % 6)}" for number in range(20)]
    uploads = [
        Upload(number, (f"s{number}",), night.closes - timedelta(hours=1), {"bot.py": source})
        for number, source in enumerate(sources)
    ]
    where = export(tmp_path / "class", uploads)
    words = ("contest", "close", where, "--assignment", staff.path, "--out", tmp_path / "out", "--at")
    at = night.closes.isoformat()
    base = tmp_path / "out" / "contest.sqlite"

    def trials() -> int:
        try:
            with sqlite3.connect(base) as ledger:
                return int(ledger.execute("SELECT count(*) FROM trials").fetchone()[0])
        except sqlite3.Error:
            return 0

    running = subprocess.Popen(command(*words, at), env=ENVIRONMENT, stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for(lambda: trials() > 12 or running.poll() is not None, "the first trials")
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    before = trials()
    kept = sqlite3.connect(base).execute("SELECT * FROM trials ORDER BY 1, 2, 3, 4").fetchall()
    assert before > 12
    done = run(*words, at)
    assert done.returncode == 0, done.stderr
    after = sqlite3.connect(base).execute("SELECT * FROM trials ORDER BY 1, 2, 3, 4").fetchall()
    assert set(kept) <= set(after)
    assert len(after) == 2 * (20 + 2)


def test_a_ledger_of_another_assignment_or_version_is_refused(tmp_path: Path) -> None:
    ContestLedger(tmp_path, "one").close()
    with pytest.raises(ContestLedgerError, match="is not the contest of two"):
        ContestLedger(tmp_path, "two")
    with sqlite3.connect(tmp_path / "contest.sqlite") as base:
        base.execute("UPDATE facts SET value = '0' WHERE name = 'form'")
    with pytest.raises(ContestLedgerError, match="was written by another version"):
        ContestLedger(tmp_path, "one")
    (tmp_path / "contest.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(ContestLedgerError, match="cannot be used"):
        ContestLedger(tmp_path, "one")


def test_each_ledger_has_a_secret_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    with ContestLedger(tmp_path / "a", "one") as first, ContestLedger(tmp_path / "b", "one") as second:
        assert first.secret != second.secret
        secret = first.secret
    with ContestLedger(tmp_path / "a", "one") as again:
        assert again.secret == secret
