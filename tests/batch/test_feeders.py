"""Where one process cannot feed all sandboxes, several do; and whichever of them is killed, nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from autograder.batch.feeders import FeederLostError, Feeders, open_station
from autograder.batch.graders import LocalGraders, NoGraderError
from autograder.batch.ledger import Ledger
from autograder.batch.ledger_file import FILE
from autograder.batch.owners import owner
from autograder.batch.publish import Publisher
from autograder.batch.run import Batch
from autograder.batch.work import GradingTask
from autograder.intake.exports import read_class
from autograder.intake.submission import open_hand_in
from autograder.sandbox.testing import descendants
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.batch.conftest import slow_hand_ins, spawned_by
from tests.batch.test_unstoppable import claims, kept
from tests.support.commands import ENVIRONMENT, command
from tests.support.waiting import is_running, wait_for
from tests.support.warm import run as autograder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def slow_class(tmp_path: Path, toy_source: dict[str, str]) -> Path:
    return slow_hand_ins(tmp_path / "class", toy_source, 4)


def grade(where: Path, staff: Path, out: Path, feeders: Feeders) -> dict[str, int]:
    """Grade a class in these processes, and count the outcomes."""
    assignment = loader.load(staff)
    graders = LocalGraders(lambda: feeders, 2)
    with owner(out) as me, Ledger(out) as ledger:
        hand_ins = read_class(where, assignment.files, out / "unpacked").hand_ins
        batch = Batch(ledger, Publisher(out, assignment), graders, me, lambda one: open_hand_in(one, assignment.files))
        batch.run(hand_ins)
        graders.close()
        return ledger.counts()


@pytest.mark.slow
def test_two_processes_come_to_what_one_comes_to(out: Path, classroom: Path, staff: Path, tmp_path: Path) -> None:
    (tmp_path / "several").mkdir()
    feeders = Feeders(StaffFolder(staff), (), 2, processes=2)
    processes = feeders.processes
    assert len(set(processes)) == 2
    counts = grade(classroom, staff, tmp_path / "several", feeders)
    assert counts == {"graded": 3, "crash": 2, "missing files": 1, "unreadable": 1}
    wait_for(lambda: not any(map(is_running, processes)), "the end of the feeders")
    with Ledger(tmp_path / "several") as several, Ledger(out) as one:
        assert [(s.key, s.score, s.outcome) for s in several.submissions()] == [
            (s.key, s.score, s.outcome) for s in one.submissions()
        ]


@pytest.mark.parametrize(("size", "submissions", "processes"), [(2, 9, 0), (2, 10, 2), (1, 500, 0), (7, 4, 2)])
def test_a_sandbox_has_a_process_of_its_own_where_the_class_is_worth_its_start(
    staff: Path, size: int, submissions: int, processes: int
) -> None:
    place = open_station(StaffFolder(staff), (), size, submissions)
    assert len(place.processes if isinstance(place, Feeders) else ()) == processes
    place.close()


@pytest.mark.slow
def test_a_feeder_that_is_killed_costs_nobody_anything(slow_class: Path, staff: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    feeders = Feeders(StaffFolder(staff), (), 2, processes=2)
    os.kill(feeders.processes[0], signal.SIGKILL)
    assert grade(slow_class, staff, out, feeders) == {"graded": 4}


def test_without_any_feeder_a_sentence_says_so(staff: Path, toy_source: dict[str, str]) -> None:
    feeders = Feeders(StaffFolder(staff), (), 2, processes=1)
    for process in feeders.processes:
        os.kill(process, signal.SIGKILL)
    task = GradingTask({name: text.encode() for name, text in toy_source.items()}, 1)
    with pytest.raises((NoGraderError, FeederLostError)):
        feeders.grade(task)
    with pytest.raises(NoGraderError, match="Run the same command again"):
        feeders.grade(task)
    feeders.close()


@pytest.mark.slow
def test_when_the_batch_is_killed_its_feeders_end_and_the_next_goes_on(
    slow_class: Path, staff: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    process = os.fork()
    if not process:
        try:
            grade(slow_class, staff, out, Feeders(StaffFolder(staff), (), 2, processes=2))
        finally:
            os._exit(1)
    wait_for(lambda: (out / FILE).exists() and kept(out), "a grading")
    below = descendants(process)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    before = kept(out)
    wait_for(lambda: not any(map(is_running, below)), "the end of every process")
    assert grade(slow_class, staff, out, Feeders(StaffFolder(staff), (), 2, processes=1)) == {"graded": 4}
    assert before <= kept(out)


@pytest.mark.slow
def test_seven_jobs_are_fed_by_two_processes_and_ctrl_c_stops_them_all_in_good_order(
    slow_class: Path, staff: Path, tmp_path: Path
) -> None:
    words = command("batch", slow_class, "--assignment", staff, "--out", tmp_path / "out", "--jobs", 7)
    process = subprocess.Popen(words, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    wait_for(lambda: len(spawned_by(process.pid)) == 2, "two feeders")
    wait_for(lambda: (tmp_path / "out" / FILE).exists() and claims(tmp_path / "out"), "a claim")
    below = descendants(process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody hears of it
    _, said = process.communicate()
    assert process.returncode == 130 and "Traceback" not in said, said
    assert claims(tmp_path / "out") == 0
    wait_for(lambda: not any(map(is_running, below)), "the end of every process")
    done = autograder("batch", slow_class, "--assignment", staff, "--out", tmp_path / "out", "--jobs", 7)
    assert done.returncode == 0 and "4 graded" in done.stdout, done.stderr
