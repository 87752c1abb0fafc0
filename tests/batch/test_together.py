"""Several commands at once on one folder: nothing is lost, and what stands there in the end is of the last."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.batch import owners, tables
from autograder.batch.class_results import GradedSubmission
from autograder.batch.ledger import Ledger, LedgerEntry
from autograder.batch.owners import owner, publishing
from autograder.batch.publish import PAGES, RESULTS
from autograder.batch.work import Graded, GradingTask
from autograder.cli import main
from autograder.records import Assignment, HandIn
from tests.batch.killing import CannedGraders, ended_well, forked, run
from tests.batch.test_batch import grades
from tests.batch.test_unstoppable import STUDENTS, canned, many
from tests.support.warm import run as autograder

__all__ = ["canned", "many"]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class Signs:
    """Signs that processes give each other, each taken once."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()

    def give(self, sign: str) -> None:
        os.write(self._write, sign.encode())

    def take(self) -> str:
        return os.read(self._read, 1).decode()


def nothing() -> None:
    """What a batch says that nobody hears."""


def tell_who_waits(signs: Signs) -> None:
    """From now on this process gives a sign when it waits until another has published."""
    sleep = time.sleep
    owners.time.sleep = lambda seconds: signs.give("w") if seconds == owners.POLL_SECONDS else sleep(seconds)  # type: ignore[assignment]


def test_who_publishes_is_alone_and_a_killed_one_holds_nobody_up(tmp_path: Path) -> None:
    signs = Signs()

    def publish_for_ever() -> None:
        with publishing(tmp_path, nothing):
            signs.give("p")
            signal.pause()

    def publish() -> None:
        with publishing(tmp_path, lambda: signs.give("w")):
            pass

    first = forked(publish_for_ever)
    assert signs.take() == "p"
    second = forked(publish)
    assert signs.take() == "w"
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    assert ended_well(second)


def test_tables_of_a_batch_that_saw_less_never_stay_over_those_of_one_that_saw_more(
    classroom: Path, staff: Path
) -> None:
    """A batch of one student has read the ledger and is about to write its tables, when another ends the class."""
    out, of_first, of_second = classroom.parent / "out", Signs(), Signs()
    words = ["batch", str(classroom), "--assignment", str(staff), "--out", str(out), "--jobs", "1"]

    def one_student() -> None:
        csv_table = tables.csv_table

        def slowly(*given: Any) -> bytes:
            of_first.give("r")
            of_second.take()
            return csv_table(*given)

        tables.csv_table = slowly
        assert CliRunner().invoke(main, [*words, "--only", "ada"]).exit_code == 0

    def everybody() -> None:
        tell_who_waits(of_second)
        done = CliRunner().invoke(main, words)
        of_second.give("ee")
        assert done.exit_code == 0 and "Another batch writes the tables of this folder" in done.output

    first = forked(one_student)
    assert of_first.take() == "r"
    second = forked(everybody)
    assert ended_well(first) and ended_well(second)
    assert [key for key, row in grades(out).items() if row["outcome"] == "not graded"] == []


class Interrupted(CannedGraders):
    """Runs another batch, of half of the class alone, when this one comes to what was not graded before."""

    def __init__(self, graded: Graded, out: Path, assignment: Assignment, half: list[HandIn]) -> None:
        super().__init__(graded, out / "log")
        self._other = lambda: run(out, assignment, half, CannedGraders(graded, out / "log"))
        self._is_first = True

    def submit(self, task: GradingTask) -> Future[Graded]:
        if self._is_first:
            self._is_first = False
            assert ended_well(forked(self._other))
        return super().submit(task)


def test_whom_a_batch_of_another_class_takes_for_gone_is_there_in_the_end(
    tmp_path: Path, toy: Assignment, many: list[HandIn], canned: Graded
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    run(out, toy, many[:-2], CannedGraders(canned, out / "log"))
    run(out, toy, many, Interrupted(canned, out, toy, many[: STUDENTS // 2]))
    with Ledger(out) as ledger:
        assert ledger.counts() == {"graded": STUDENTS}
    for folder in (RESULTS, PAGES):
        assert len(list((out / folder).iterdir())) == STUDENTS


def test_files_of_one_batch_never_stand_beside_the_note_of_another(tmp_path: Path) -> None:
    of_first, of_second = Signs(), Signs()

    def enter(score: float, publish: Callable[[], None]) -> None:
        one = GradedSubmission("ada", (), None, "graded", "", score, score, 9.0)
        with Ledger(tmp_path) as ledger:
            ledger.enter(LedgerEntry("ada", 0, "", "", 1), one, publish)

    def write(score: float) -> None:
        (tmp_path / "file").write_text(str(score))

    def write_slowly() -> None:
        of_first.give("r")
        of_second.take()
        write(1.0)

    def second() -> None:
        of_second.give("b")
        enter(2.0, lambda: write(2.0))

    Ledger(tmp_path).close()
    first = forked(lambda: enter(1.0, write_slowly))
    assert of_first.take() == "r"
    assert ended_well(forked(second)) and ended_well(first)
    with Ledger(tmp_path) as ledger:
        assert str(ledger.submission("ada").score) == (tmp_path / "file").read_text() == "2.0"


def test_a_class_is_not_judged_again_into_a_folder_in_which_another_command_is_at_work(out: Path, staff: Path) -> None:
    new = out.with_name("out-rejudged")
    new.mkdir()
    words = ("rejudge", out, "--assignment", staff)
    with owner(new):
        refused = autograder(*words)
    assert refused.returncode == 3 and "Another command is at work in" in refused.stderr
    assert not (new / "ledger.sqlite3").exists()
    assert autograder(*words).returncode == 0
