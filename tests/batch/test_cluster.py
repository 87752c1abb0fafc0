"""A class graded by a real scheduler and real workers in processes of their own, some of which come to grief."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from autograder.batch.ledger_file import FILE
from tests.batch.conftest import slow_hand_ins
from tests.batch.test_batch import grades
from tests.batch.test_unstoppable import kept
from tests.support.cluster import Cluster
from tests.support.commands import ENVIRONMENT, command
from tests.support.waiting import wait_for
from tests.support.warm import run

pytest.importorskip("distributed", reason="a cluster needs the extra [cluster]")
pytestmark = pytest.mark.slow

UNFIT = """\
from autograder.sandbox import Sandbox, pool
pool.Sandbox = lambda **named: Sandbox(**named, without=("seccomp",))
"""
"""What makes a worker's machine look as if its kernel could not filter system calls."""


def words(where: Path, staff: Path, cluster: Cluster) -> tuple[object, ...]:
    return ("batch", where, "--assignment", staff, "--out", where.parent / "out", "--cluster", cluster.file)


def test_two_workers_grade_a_class_as_this_machine_does(
    graded_class: Path, classroom: Path, staff: Path, cluster: Cluster
) -> None:
    cluster.worker()
    cluster.worker()
    done = run(*words(classroom, staff, cluster))
    assert done.returncode == 0, done.stderr
    assert grades(classroom.parent / "out") == grades(graded_class / "out")


def test_a_worker_of_several_threads_unpacks_the_assignment_once_and_leaves_nothing_of_it(
    classroom: Path, staff: Path, cluster: Cluster
) -> None:
    def unpacked() -> list[Path]:
        return list(cluster.folder.rglob("autograder-assignment-*"))

    worker = cluster.worker("--nthreads", 3)
    done = run(*words(classroom, staff, cluster))
    assert done.returncode == 0, done.stderr
    assert {row["outcome"] for row in grades(classroom.parent / "out").values()} >= {"graded"}
    [place] = unpacked()
    assert place.stat().st_mode & 0o077 == 0
    worker.send_signal(signal.SIGTERM)
    worker.wait()
    assert unpacked() == []


def test_a_worker_killed_in_the_middle_and_one_that_cannot_isolate_cost_nobody_anything(
    tmp_path: Path, staff: Path, toy_source: dict[str, str], cluster: Cluster
) -> None:
    (tmp_path / "unfit.py").write_text(UNFIT)
    cluster.worker("--preload", tmp_path / "unfit.py")
    killed = cluster.worker()
    cluster.worker()
    slow_hand_ins(tmp_path / "class", toy_source, 5)
    process = subprocess.Popen(command(*words(tmp_path / "class", staff, cluster)), env=ENVIRONMENT)
    wait_for(lambda: (tmp_path / "out" / FILE).exists() and kept(tmp_path / "out"), "a grading")
    killed.send_signal(signal.SIGKILL)
    assert process.wait() == 0
    rows = grades(tmp_path / "out")
    assert {row["outcome"] for row in rows.values()} == {"graded"}
    assert {row["score"] for row in rows.values()} == {"11"}


def test_when_the_scheduler_is_lost_the_ledger_keeps_what_was_done(
    tmp_path: Path, staff: Path, toy_source: dict[str, str], cluster: Cluster
) -> None:
    cluster.worker()
    slow_hand_ins(tmp_path / "class", toy_source, 6)
    process = subprocess.Popen(
        command(*words(tmp_path / "class", staff, cluster)), env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
    )
    wait_for(lambda: (tmp_path / "out" / FILE).exists() and kept(tmp_path / "out"), "a grading")
    cluster.scheduler.send_signal(signal.SIGKILL)
    _, said = process.communicate()
    assert process.returncode == 3
    assert "was lost" in said and "Traceback" not in said
    before = kept(tmp_path / "out")
    assert before
    done = run("batch", tmp_path / "class", "--assignment", staff, "--out", tmp_path / "out")
    assert done.returncode == 0 and before < kept(tmp_path / "out")


def test_without_a_scheduler_or_workers_a_sentence_says_so(classroom: Path, staff: Path, cluster: Cluster) -> None:
    done = run(*words(classroom, staff, cluster))
    assert done.returncode == 3
    assert "has no workers yet" in done.stderr


@pytest.mark.parametrize(
    ("address", "content", "words"),
    [
        ("nothing.json", None, "nothing.json is neither a scheduler file nor an address such as tcp://10.0.0.1:8786."),
        ("gone.json", '{"address": "tcp://127.0.0.1:9"}', "No scheduler answers at gone.json"),
        ("cut.json", '{"addr', "cut.json is not a scheduler file"),
        ("empty.json", "", "empty.json is not a scheduler file"),
        ("other.json", '{"id": 1}', "other.json is not a scheduler file"),
        ("list.json", "[]", "list.json is not a scheduler file"),
        ("null.json", '{"address": null}', "null.json is not a scheduler file"),
    ],
)
def test_where_no_scheduler_answers_a_sentence_is_all(
    classroom: Path, staff: Path, address: str, content: str | None, words: str
) -> None:
    if content is not None:
        (classroom.parent / address).write_text(content)
    done = run(
        "batch", classroom, "--assignment", staff, "--out", classroom.parent / "out", "--cluster", address,
        cwd=classroom.parent,
    )  # fmt: skip
    assert done.returncode == 3
    read, said = done.stderr.splitlines()
    assert "read as plain" in read and said.startswith(words)
