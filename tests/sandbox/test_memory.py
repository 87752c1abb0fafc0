"""Who is to blame when memory runs out: a student's code that took it, and nobody else's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.commands.doctor import memory
from autograder.records import Limits
from autograder.sandbox import Sandbox, SandboxBrokenError
from autograder.sandbox.memory import container_mb, for_a_check
from tests.support.waiting import wait_for

from .helpers import call, load

REPOSITORY = Path(__file__).resolve().parents[2]
LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="only on Linux does a kernel end the one that took the memory"
)
ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can limit the memory of a group"
)
HOLD = """
import time, numpy
def run(mb):
    held = numpy.ones(mb << 17)
    time.sleep(600)
    return held.sum()
"""


@pytest.mark.parametrize(
    ("container", "most", "megabytes"), [(None, 1024, 1024), (768, 1024, 468), (768, 256, 256), (200, 1024, 128)]
)
def test_a_container_leaves_a_check_what_the_grader_does_not_need(
    container: int | None, most: int, megabytes: int
) -> None:
    assert for_a_check(container, most) == megabytes


@pytest.mark.parametrize(
    ("groups", "files", "megabytes"),
    [
        ("0::/\n", {"memory.max": 768 << 20}, 768),
        ("0::/a/b\n", {"a/memory.max": 512 << 20, "a/b/memory.max": "max", "memory.max": 1 << 33}, 512),
        ("4:cpu,memory:/a\n", {"memory/a/memory.limit_in_bytes": 256 << 20}, 256),
        ("4:cpu:/a\n", {"memory/a/memory.limit_in_bytes": 256 << 20}, None),
        ("4:memory:/a\n", {"memory/a/memory.limit_in_bytes": 0x7FFFFFFFFFFFF000}, None),
        ("", {}, None),
    ],
)
def test_the_limit_of_a_container_is_the_smallest_above_it(
    tmp_path: Path, groups: str, files: dict[str, object], megabytes: int | None
) -> None:
    (tmp_path / "groups").write_text(groups)
    for name, limit in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{limit}\n")
    assert container_mb(tmp_path, tmp_path / "groups") == megabytes


def test_the_doctor_says_what_memory_a_check_may_use() -> None:
    assert "has 768 MB of memory: a check may use 468 MB" in memory(768)
    assert "has 8192 MB of memory: a check may use 7892 MB, or less if assignment.yaml says so" in memory(8192)
    assert "what assignment.yaml says" in memory(None)


def worker_of(sandbox: Sandbox, megabytes: int) -> int:
    """The worker that has so much memory, once it has it."""

    def look() -> int:
        for process in sandbox.processes()[1:]:
            status = Path(f"/proc/{process}/statm").read_text().split()
            if int(status[1]) * os.sysconf("SC_PAGESIZE") > megabytes << 20:
                return process
        return 0

    return wait_for(look, "a worker with that memory")


@LINUX
@pytest.mark.parametrize(("megabytes", "blamed"), [(220, True), (60, False)])
def test_a_worker_that_is_killed_with_much_memory_is_the_students_and_with_little_is_ours(
    walled: Sandbox, megabytes: int, blamed: bool
) -> None:
    def kill() -> None:
        process = worker_of(walled, megabytes)
        assert Path(f"/proc/{process}/oom_score_adj").read_text() == "1000\n"
        os.kill(process, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    with walled.worker(load({"work.py": HOLD}), Limits(memory_mb=256)) as worker:
        killer.start()
        if blamed:
            [seen] = worker.run([call(mb=megabytes)])
            assert seen.outcome == "died" and seen.error is not None and seen.error.fault == "memory"
            assert "more memory than a check may use" in seen.error.message
        else:
            with pytest.raises(SandboxBrokenError, match="killed from outside"):
                worker.run([call(mb=megabytes)])
    killer.join()


@pytest.fixture
def small_group() -> Iterator[Path]:
    """A control group with 300 MB of memory."""
    for parent, limit in (
        (Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes"),
        (Path("/sys/fs/cgroup"), "memory.max"),
    ):
        group = parent / f"autograder-test-{os.getpid()}"
        try:
            group.mkdir()
        except OSError:
            continue
        try:
            (group / limit).write_text(str(300 << 20))
        except OSError:
            group.rmdir()
            continue
        yield group
        wait_for(lambda group=group: not (group / "cgroup.procs").read_text(), "an empty control group")
        group.rmdir()
        return
    pytest.skip("no control group can be made here")


SCRIPT = r"""
import sys
from pathlib import Path
Path(sys.argv[1], "cgroup.procs").write_text("0")
from autograder.records import Call, Case, Limits
from autograder.sandbox import Payload, Sandbox
source = b"import numpy\ndef run():\n    return [numpy.ones(1 << 17) for _ in range(800)]"
probes = {"p": "def run(student): return len(student.work.run())"}
with Sandbox() as sandbox:
    for _ in range(2):
        with sandbox.worker(Payload({"work.py": source}, probes, ()), Limits(memory_mb=1024)) as worker:
            [seen] = worker.run([Call("run", Case("", {}))])
        print(seen.outcome, seen.error.fault)
"""


@LINUX
@ROOT
def test_code_that_takes_all_the_memory_of_a_container_is_ended_and_the_grader_goes_on(small_group: Path) -> None:
    words = [sys.executable, "-B", "-c", SCRIPT, str(small_group)]
    found = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert found.stdout == "died memory\n" * 2, found.stderr
