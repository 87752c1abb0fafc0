"""A night and the final on a real scheduler with two workers in processes of their own."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.contest.season import Upload, bot, export, staff_folder
from tests.support.cluster import Cluster
from tests.support.commands import ENVIRONMENT, command
from tests.support.waiting import wait_for
from tests.support.warm import run

pytest.importorskip("distributed", reason="a cluster needs the extra [cluster]")
pytestmark = pytest.mark.slow

CLOSE = datetime(2026, 12, 4, 23, 59, tzinfo=ZoneInfo("America/Los_Angeles"))
CRASHES = "def train(X, y, rng, seconds):\n    raise ValueError('not today')\n"
TELLS = """\
import numpy as np


def train(X, y, rng, seconds):
    assert seconds >= 1
    return lambda X_new: (X_new[:, :3].sum(axis=1) > 0).astype(int)
"""


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    """A contest of one night, which is also the final."""
    return staff_folder(tmp_path / "staff", ("2026-12-04", "2026-12-04"), (2, 2))


def handed_in(folder: Path, sources: list[str]) -> Path:
    moment = CLOSE - timedelta(hours=1)
    return export(folder, [Upload(at, (f"s{at}",), moment, {"bot.py": text}) for at, text in enumerate(sources)])


def words(where: Path, staff: Path, out: Path) -> tuple[object, ...]:
    return ("contest", "close", where, "--assignment", staff, "--out", out, "--at", CLOSE.isoformat())


def read(out: Path, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(out / "contest.sqlite") as base:
        return base.execute(question).fetchall()


def test_two_workers_run_what_this_machine_would_have_run(tmp_path: Path, staff: Path, cluster: Cluster) -> None:
    cluster.worker()
    cluster.worker()
    where = handed_in(tmp_path / "class", [bot(6), bot(3), CRASHES, TELLS])
    here = run(*words(where, staff, tmp_path / "here"), "--dry-run")  # begins a ledger, and draws its secret
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "contest.sqlite").write_bytes((tmp_path / "here" / "contest.sqlite").read_bytes())
    there = run(*words(where, staff, tmp_path / "there"), "--cluster", cluster.file)
    here = run(*words(where, staff, tmp_path / "here"))
    assert (there.returncode, here.returncode) == (0, 0), there.stderr
    trials = "SELECT entry, stage, task, number, outcome, accuracy, why FROM trials ORDER BY 1, 2, 3, 4"
    assert read(tmp_path / "there", trials) == read(tmp_path / "here", trials)
    rankings = [json.loads(text) for (text,) in read(tmp_path / "there", "SELECT ranking FROM rankings")]
    assert [ranking["seconds"] >= 1 for ranking in rankings] == [True, True]
    again = run(*words(where, staff, tmp_path / "there"), "--cluster", tmp_path / "no-such-scheduler.json")
    assert again.returncode == 0  # what is ranked already needs nobody
    assert again.stdout.count("is ranked already; nothing was run.") == 2


def test_a_lost_worker_costs_nobody_anything_and_a_lost_scheduler_only_time(
    tmp_path: Path, staff: Path, cluster: Cluster
) -> None:
    lost = cluster.worker()
    cluster.worker()
    where = handed_in(tmp_path / "class", [f"# {number}\n{bot(1 + number % 6)}" for number in range(6)])
    out = tmp_path / "out"
    line = (*words(where, staff, out), "--cluster", cluster.file)

    def trials() -> int:
        try:
            return int(read(out, "SELECT count(*) FROM trials")[0][0])
        except sqlite3.Error:
            return 0

    closing = subprocess.Popen(command(*line), env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: trials() > 4 or closing.poll() is not None, "the first trials")
    lost.send_signal(signal.SIGKILL)
    wait_for(lambda: trials() > 7 or closing.poll() is not None, "trials after the worker was lost")
    cluster.scheduler.send_signal(signal.SIGKILL)
    _, said = closing.communicate()
    assert closing.returncode == 3
    assert "was lost" in said and "Traceback" not in said
    kept = set(read(out, "SELECT * FROM trials"))
    assert len(kept) > 7
    done = run(*words(where, staff, out))
    assert done.returncode == 0, done.stderr
    assert kept <= set(read(out, "SELECT * FROM trials"))
    assert len(read(out, "SELECT * FROM trials")) == 2 * 2 * (6 + 2)


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, staff: Path, cluster: Cluster) -> None:
    (staff / "bots" / "weak.py").write_text(CRASHES, encoding="utf-8")
    line = (*words(handed_in(tmp_path / "class", [bot(6)]), staff, tmp_path / "out"), "--cluster", cluster.file)
    alone = run(*line)
    assert alone.returncode == 3
    assert "has no workers yet" in alone.stderr
    cluster.worker()
    failed = run(*line)
    assert failed.returncode == 3
    assert "The staff bot 'weak' has no score" in failed.stderr
    assert "Traceback" not in failed.stderr
