"""Several processes judge a class again: they come to the same, and nothing is lost with them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.answers.store import load_answers
from autograder.batch.judges import JudgeLostError, JudgingTask, MustRun, Rejudged, judged
from autograder.batch.ledger import Ledger
from autograder.batch.members import known_now
from autograder.batch.rejudge import CannotRejudgeError, Release
from autograder.spec import loader
from tests.batch.conftest import spawned_by
from tests.batch.test_rejudge import files
from tests.support.commands import ENVIRONMENT, command
from tests.support.toy import edited
from tests.support.waiting import is_running, wait_for
from tests.support.warm import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def moved(graded_class: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staff folder of the graded class after staff have moved some points, frozen."""
    staff = Path(shutil.copytree(graded_class / "staff", tmp_path_factory.mktemp("moved") / "staff"))
    edited(staff, ("points: 6", "points: 4"), ("points: 3", "points: 1"))
    done = run("freeze", "--assignment", staff, cwd=staff.parent)
    assert done.returncode == 0, done.stderr
    return staff


@pytest.fixture
def out(out: Path, staff: Path, moved: Path) -> Path:
    """The class, graded; afterwards staff have moved some points."""
    shutil.copytree(moved, staff, dirs_exist_ok=True)
    return out


@pytest.fixture
def ledger(out: Path) -> Iterator[Ledger]:
    with Ledger(out) as ledger:
        yield ledger


def work(ledger: Ledger) -> Sequence[JudgingTask]:
    """All that was graded, in the ledger's order."""
    entries = ledger.entries().values()
    pairs = zip(entries, known_now(ledger, entries, None, "toy"), strict=True)
    return [(entry, hand_in) for entry, hand_in in pairs if entry.content and entry.published]


def release(ledger: Ledger, staff: Path) -> Release:
    """Staff's assignment as it is now, under the name of the release that the ledger keeps."""
    kept = next(one.published for one in ledger.entries().values() if one.published)
    assignment = replace(loader.load(staff), release=kept)
    return Release(assignment, load_answers(staff / "answers.npz", assignment))


@pytest.mark.parametrize(("more", "most"), [((), 50), (("--never-lower",), 3)], ids=["plain", "never lower"])
def test_several_processes_come_to_what_one_comes_to(out: Path, staff: Path, more: tuple[str, ...], most: int) -> None:
    said, written = [], []
    for jobs in (1, most):
        target = out.with_name(f"with-{jobs}")
        done = run("rejudge", out, "--assignment", staff, "--to", target, "--jobs", jobs, *more)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.replace(str(target), "TARGET"))
        written.append({**files(target), "grades": (target / "grades.csv").read_bytes()})
    assert said[0] == said[1]
    assert written[0] == written[1] != files(out)
    assert ("kept the earlier result" in said[0]) == bool(more)


def test_who_must_be_run_is_named_in_the_same_order(out: Path, staff: Path) -> None:
    (path,) = [path for path in (staff / "cases").glob("*.py") if "def triple" in path.read_text()]
    path.write_text(path.read_text().replace('[Case("random"', '[Case("another", {"x": 77.0}), Case("random"'))
    run("freeze", "--assignment", staff, cwd=staff.parent)
    alone, several = (
        run("rejudge", out, "--assignment", staff, "--to", out.with_name("target"), "--jobs", jobs) for jobs in (1, 2)
    )
    assert alone.returncode == several.returncode == 3
    assert alone.stdout == several.stdout and "must be run again, because t3.triple" in alone.stdout


def test_each_judgement_is_of_the_submission_that_was_asked(ledger: Ledger, staff: Path) -> None:
    asked = work(ledger)
    found = list(judged(ledger, release(ledger, staff), asked, 2))
    assert [one.summary.key for one in found if isinstance(one, Rejudged)] == [hand_in.key for _, hand_in in asked]
    assert not any(isinstance(one, MustRun) for one in found)


def test_a_process_that_is_killed_ends_the_judging_with_a_sentence(ledger: Ledger, staff: Path) -> None:
    before = spawned_by(os.getpid())
    judgements = judged(ledger, release(ledger, staff), work(ledger), 2)
    next(judgements)
    started = [one for one in spawned_by(os.getpid()) if one not in before]
    assert len(started) == 2
    for one in started:
        os.kill(one, signal.SIGKILL)
    with pytest.raises(JudgeLostError, match="run the same command again"):
        list(judgements)
    assert not any(map(is_running, started))


def test_what_a_process_cannot_use_is_told_as_here(ledger: Ledger, staff: Path) -> None:
    elsewhere = [(replace(entry, published="0" * 12), hand_in) for entry, hand_in in work(ledger)]
    assignment = loader.load(staff)
    new = Release(assignment, load_answers(staff / "answers.npz", assignment))
    for jobs, lacking in ((1, "000000000000"), (2, assignment.release)):
        with pytest.raises(CannotRejudgeError, match=f"does not keep the assignment of release {lacking}"):
            list(judged(ledger, new, elsewhere, jobs))


def judging(words: Sequence[str]) -> tuple[subprocess.Popen[str], list[int]]:
    """The command in the middle of its work, with its processes held, so that it waits for them."""
    for _ in range(20):  # a class this small may be judged before anybody looks
        process = subprocess.Popen(words, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, start_new_session=True)
        judges: list[int] = []
        while process.poll() is None and len(judges) < 2:
            time.sleep(0.01)  # a judge takes many times as long to import what it needs
            judges = spawned_by(process.pid)
        for one in judges:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGSTOP)
        time.sleep(0.2)
        if process.poll() is None:
            return process, judges
        process.communicate()
    pytest.fail("the command ended each time before its processes could be held")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["stopped", "killed"])
def test_when_the_command_ends_its_processes_end_and_the_same_command_judges_everybody(
    out: Path, staff: Path, number: int
) -> None:
    process, judges = judging(command("rejudge", out, "--assignment", staff, "--jobs", 2))
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does: everybody hears of it
    else:
        process.kill()
    for one in judges:
        os.kill(one, signal.SIGCONT)
    _, said = process.communicate()
    assert process.returncode == {signal.SIGINT: 130, signal.SIGKILL: -9}[signal.Signals(number)]
    assert "Traceback" not in said
    assert ("is judged in part. The same command judges all of it." in said) == (number == signal.SIGINT)
    wait_for(lambda: not any(map(is_running, judges)), "the end of every process")
    done = run("rejudge", out, "--assignment", staff, "--jobs", 2)
    assert done.returncode == 0 and "6 submissions judged again" in done.stdout, done.stderr
