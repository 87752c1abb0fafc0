"""A batch may be killed at any moment, meet another batch, a full disk or a strange ledger: nothing is lost, nothing is
graded twice, and no file is half there.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.answers.store import Answers
from autograder.batch.ledger import GradingKey, Ledger
from autograder.batch.ledger_file import FILE, LedgerError, LedgerLostError
from autograder.batch.publish import PAGES, RESULTS
from autograder.batch.work import Graded, GradingTask, Station
from autograder.cli import main
from autograder.intake.exports import read_class
from autograder.records import Assignment, HandIn
from autograder.sandbox.testing import descendants
from tests.batch.conftest import hand_in, slow_hand_ins
from tests.batch.killing import CannedGraders, ended_well, forked, killed_after, run
from tests.support.commands import ENVIRONMENT, command
from tests.support.waiting import is_running, wait_for
from tests.support.warm import run as autograder

KILLS = int(os.environ.get("AUTOGRADER_KILLS", "200"))
"""How many batches are killed; 1,000 by hand."""
STUDENTS = 12


@pytest.fixture
def canned(toy: Assignment, toy_answers: Answers, toy_source: dict[str, str]) -> Graded:
    """What the reference's own grading comes to."""
    with Station(toy, toy_answers, ()) as station:
        return station.grade(GradingTask({name: text.encode() for name, text in toy_source.items()}, 1))


@pytest.fixture
def many(tmp_path: Path, toy: Assignment, toy_source: dict[str, str]) -> list[HandIn]:
    """A class in which everybody handed in something else."""
    for number in range(STUDENTS):
        hand_in(tmp_path / "class" / f"s{number:02}", toy_source, '"""A few', f'"""{number}: a few')
    return list(read_class(tmp_path / "class", toy.files, tmp_path / "unpacked").hand_ins)


def kept(out: Path) -> set[str]:
    """The gradings that the ledger has."""
    if not (out / FILE).exists():
        return set()
    with closing(sqlite3.connect(out / FILE)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not base.execute("PRAGMA user_version").fetchone()[0]:
            return set()
        return {f"{content} {deck}" for content, deck in base.execute("SELECT content, deck FROM gradings")}


def assert_whole(out: Path) -> None:
    """Every file that has its name is whole."""
    for path in (out / RESULTS).glob("[!.]*"):
        json.loads(path.read_bytes())
    for path in (out / PAGES).glob("[!.]*"):
        assert path.read_text().endswith("</html>")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_batch_killed_at_any_moment_goes_on_where_it_was(
    tmp_path: Path, toy: Assignment, many: list[HandIn], canned: Graded
) -> None:
    (tmp_path / "once").mkdir()
    run(tmp_path / "once", toy, many, CannedGraders(canned, tmp_path / "log"))  # compiles each template for all forks
    chance = random.Random(20261129)
    left, round_number = KILLS, 0
    while left:
        out = tmp_path / f"out{round_number}"
        out.mkdir()
        round_number += 1
        finished = False
        while not finished and left:
            before, log = kept(out), out / "log"
            log.unlink(missing_ok=True)
            process = forked(lambda log=log, out=out: run(out, toy, many, CannedGraders(canned, log)))
            finished = killed_after(process, chance.uniform(0, 0.08))
            left -= not finished
            now = kept(out)
            graded = log.read_text().splitlines() if log.exists() else []
            assert before <= now, "a grading was lost"
            assert not before & set(graded), "something was graded twice"
            assert_whole(out)
    run(out, toy, many, CannedGraders(canned, out / "log"))
    assert len(kept(out)) == STUDENTS
    assert len(list((out / RESULTS).iterdir())) == len(list((out / PAGES).iterdir())) == STUDENTS
    with Ledger(out) as ledger:
        assert [one.score for one in ledger.submissions()] == [11.0] * STUDENTS


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_batches_on_one_folder_grade_everything_once(
    tmp_path: Path, toy: Assignment, many: list[HandIn], canned: Graded
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    logs = [tmp_path / f"log{number}" for number in range(3)]
    processes = [forked(lambda log=log: run(out, toy, many, CannedGraders(canned, log))) for log in logs]
    ended = [ended_well(process) for process in processes]
    assert all(ended)
    graded = Counter(line for log in logs if log.exists() for line in log.read_text().splitlines())
    assert len(graded) == STUDENTS and set(graded.values()) == {1}
    with Ledger(out) as ledger:
        assert ledger.counts() == {"graded": STUDENTS}


def test_what_another_batch_finished_since_it_was_looked_up_is_not_made_again(tmp_path: Path, canned: Graded) -> None:
    key = GradingKey("content", 1, "release")
    with Ledger(tmp_path) as ledger, Ledger(tmp_path) as other:
        known = ledger.grading(key)
        assert other.claim(key, "other")
        other.keep(key, canned)
        assert not ledger.claim(key, "own", known=known)
        assert ledger.claim(key, "own", known=ledger.grading(key))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_a_killed_batch_had_claimed_is_graded_by_the_next(
    tmp_path: Path, toy: Assignment, many: list[HandIn], canned: Graded
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def claim_and_wait() -> None:
        graders = CannedGraders(canned, tmp_path / "log")
        graders._grade = lambda task: signal.pause()  # type: ignore[assignment]
        run(out, toy, many, graders)

    process = forked(claim_and_wait)
    wait_for(lambda: (out / FILE).exists() and claims(out), "a claim")
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    run(out, toy, many, CannedGraders(canned, tmp_path / "log"))
    assert len(kept(out)) == STUDENTS


def claims(out: Path) -> int:
    with closing(sqlite3.connect(out / FILE)) as base:
        return bool(base.execute("SELECT 1 FROM sqlite_master WHERE name='claims'").fetchone()) and int(
            base.execute("SELECT count(*) FROM claims").fetchone()[0]
        )


# --- the command itself


@pytest.fixture
def slow_class(tmp_path: Path, toy_source: dict[str, str]) -> Path:
    """Eight students whose files take a second to import, in each check."""
    return slow_hand_ins(tmp_path / "class", toy_source, 8)


def started(where: Path, staff: Path) -> subprocess.Popen[str]:
    words = command("batch", where, "--assignment", staff, "--out", where.parent / "out", "--jobs", 2)
    return subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_ctrl_c_finishes_what_is_running_and_a_second_one_stops_at_once(slow_class: Path, staff: Path) -> None:
    out = slow_class.parent / "out"
    process = started(slow_class, staff)
    wait_for(lambda: (out / FILE).exists() and claims(out), "a claim")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert "what is being graded is finished first" in said
    assert 1 <= len(kept(out)) <= 2
    assert claims(out) == 0
    rows = (out / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 9 and sum("not graded" in row for row in rows) == 8 - len(kept(out))

    process = started(slow_class, staff)
    wait_for(lambda: claims(out), "a claim")
    before, below = kept(out), descendants(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    wait_for(lambda: "finished first" in process.stderr.readline(), "the first answer")
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert before <= kept(out) and claims(out) == 0
    wait_for(lambda: not any(map(is_running, below)), "the end of every sandbox")
    assert_whole(out)


def interrupted(*given: object) -> None:
    """Ctrl-C in the place of something that the command does."""
    os.kill(os.getpid(), signal.SIGINT)
    pytest.fail("nothing was raised")


@pytest.mark.parametrize(
    ("command_name", "place", "said"),
    [
        ("batch", "autograder.commands.batch.read_class", "the same command goes on from here"),
        ("batch", "autograder.batch.tables.write_tables", "the same command goes on from here"),
        ("batch", "autograder.commands.batch.write_class_page", "the same command goes on from here"),
        ("rejudge", "autograder.batch.ledger.Ledger.copy_to", "The same command judges all of it"),
        ("rejudge", "autograder.batch.tables.write_tables", "The same command judges all of it"),
    ],
)
def test_ctrl_c_before_and_after_the_gradings_ends_in_good_order_too(
    classroom: Path, staff: Path, monkeypatch: pytest.MonkeyPatch, command_name: str, place: str, said: str
) -> None:
    out = classroom.parent / "out"
    words = ["batch", str(classroom), "--assignment", str(staff), "--out", str(out)]
    if command_name == "rejudge":
        assert CliRunner().invoke(main, words).exit_code == 0
        words = ["rejudge", str(out), "--assignment", str(staff)]
    with monkeypatch.context() as patched:
        patched.setattr(place, interrupted)
        stopped = CliRunner().invoke(main, words)
    assert stopped.exit_code == 130 and said in stopped.output, stopped.output
    assert CliRunner().invoke(main, words).exit_code == 0


@pytest.mark.slow
def test_a_command_killed_in_the_middle_is_run_again(classroom: Path, staff: Path) -> None:
    out = classroom.parent / "out"
    process = started(classroom, staff)
    wait_for(lambda: (out / FILE).exists() and claims(out), "a claim")
    process.kill()
    process.communicate()
    done = autograder("batch", classroom, "--assignment", staff, "--out", out)
    assert done.returncode == 0
    assert "3 graded, 2 crash, 1 missing files, 1 unreadable" in done.stdout


def test_a_full_disk_ends_in_a_sentence_and_the_batch_goes_on_later(
    tmp_path: Path, toy: Assignment, many: list[HandIn], canned: Graded
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def with_little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (260_000, 260_000))
        try:
            run(out, toy, many, CannedGraders(canned, tmp_path / "log"))
        except Exception as error:
            (tmp_path / "said").write_text(f"{type(error).__name__}: {error}")

    ended_well(forked(with_little_room))
    said = (tmp_path / "said").read_text()
    assert said.startswith("LedgerLostError: ") and "make room" in said
    before = kept(out)
    assert 0 < len(before) < STUDENTS
    run(out, toy, many, CannedGraders(canned, tmp_path / "log"))
    assert before < kept(out) and len(kept(out)) == STUDENTS


def test_a_folder_that_cannot_be_written_is_named(classroom: Path, staff: Path) -> None:
    (classroom.parent / "file").write_text("")
    done = autograder("batch", classroom, "--assignment", staff, "--out", classroom.parent / "file" / "out")
    assert done.returncode != 0
    assert "file/out: Not a directory." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command_name", ["batch", "rejudge"])
def test_an_output_folder_that_may_not_be_written_is_named_before_anything_is_done(
    out: Path, classroom: Path, staff: Path, command_name: str
) -> None:
    new = out.with_name("new")
    new.mkdir()
    (new / ".owners").write_text("what stands where nothing can be written")
    words = {"batch": ("batch", classroom, "--out", new), "rejudge": ("rejudge", out, "--to", new)}[command_name]
    done = autograder(*words, "--assignment", staff)
    assert done.returncode == 3, done.stderr
    assert f"{new} cannot be written (File exists): make the folder writable, or name another one." in done.stderr


def test_a_ledger_of_another_version_is_refused_in_a_sentence(tmp_path: Path) -> None:
    Ledger(tmp_path).close()
    for version, age in ((0, "an older version"), (99, "a newer version")):
        with closing(sqlite3.connect(tmp_path / FILE)) as base:
            base.execute(f"PRAGMA user_version = {version}")
        with pytest.raises(LedgerError, match=f"was written by {age} of this program") as caught:
            Ledger(tmp_path)
        assert caught.value.exit_status == 2


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.95])
def test_a_ledger_of_which_a_part_is_missing_is_refused_in_a_sentence(
    tmp_path: Path, toy: Assignment, many: list[HandIn], canned: Graded, share: float
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    run(out, toy, many, CannedGraders(canned, tmp_path / "log"))
    data = (out / FILE).read_bytes()
    (out / FILE).write_bytes(data[: int(len(data) * share)])
    with pytest.raises(LedgerError, match=r"is not a ledger .* Give another folder as --out"):
        run(out, toy, many, CannedGraders(canned, tmp_path / "log"))


def test_a_file_that_is_no_ledger_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no ledger " * 1000)
    with pytest.raises(LedgerError, match=r"is not a ledger .* Give another folder as --out"):
        Ledger(tmp_path)


def test_a_ledger_that_cannot_be_copied_is_told_with_where_it_was_to_go(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger, pytest.raises(LedgerLostError) as told:
        ledger.copy_to(tmp_path / "nothing")
    assert str(told.value).startswith(f"{tmp_path / 'nothing' / 'ledger.sqlite3'} cannot be written (")
