"""The process that is started early: the first sandbox takes it, and it never outlives its grader."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.sandbox import RefusedError, Sandbox, ZygoteProcess, warming
from autograder.sandbox.testing import copy_of_the_sandbox
from tests.support.waiting import is_running, wait_for

from .helpers import see

ONE = "def run(): return 1"
KILLED_EARLY = """
import os, signal
from autograder.sandbox import warming

with warming() as warm:
    print(warm.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
LEFT_BEHIND = """
import os, signal, sys
from dataclasses import replace
from autograder.sandbox.runtime import own_runtime
from autograder.sandbox.zygote_process import ZygoteProcess

print(ZygoteProcess(replace(own_runtime(), borrowed=sys.argv[1])).pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def warm(walled: Sandbox) -> Iterator[ZygoteProcess]:
    """A process that was started early, on a machine where workers are forked and nothing must be copied."""
    with warming() as process:
        if process is None:
            pytest.skip("a worker needs a copy of Python here, which is not made early")
        yield process


def test_the_first_sandbox_takes_it_and_no_other_can(warm: ZygoteProcess) -> None:
    with Sandbox(warm=warm) as first:
        assert first.processes()[0] == warm.pid
        assert see(first, ONE)[0].outputs["value"] == 1
    assert not is_running(warm.pid)
    with Sandbox(warm=warm) as second:
        assert second.processes()[0] != warm.pid
        assert see(second, ONE)[0].outputs["value"] == 1


def test_a_sandbox_after_the_wall_of_the_first_fell_starts_its_own(warm: ZygoteProcess) -> None:
    with Sandbox(warm=warm) as sandbox:
        warm.kill()
        assert see(sandbox, ONE)[0].outputs["value"] == 1
        assert sandbox.processes()[0] != warm.pid


def test_killed_before_anybody_took_it_it_is_replaced(warm: ZygoteProcess) -> None:
    warm.kill()
    with Sandbox(warm=warm) as sandbox:
        assert see(sandbox, ONE)[0].outputs["value"] == 1


def test_a_sandbox_refuses_with_it_as_without_it(warm: ZygoteProcess) -> None:
    with pytest.raises(RefusedError, match="Missing: seccomp"):
        Sandbox(without=("seccomp",), warm=warm)
    assert not is_running(warm.pid)


def test_a_look_at_it_that_a_signal_broke_off_does_not_keep_it_from_being_ended(warm: ZygoteProcess) -> None:
    assert warm._process._waitpid_lock.acquire()  # type: ignore[attr-defined]  # as Popen leaves it then
    with Sandbox(warm=warm) as sandbox:
        assert sandbox.processes()[0] == warm.pid
    assert not is_running(warm.pid)


def test_where_nobody_takes_it_it_ends(walled: Sandbox) -> None:
    with warming() as process:
        pass
    assert process is None or not is_running(process.pid)


def test_it_ends_when_its_grader_is_killed_before_there_is_a_plan(warm: ZygoteProcess) -> None:
    words = [sys.executable, "-c", KILLED_EARLY]
    killed = subprocess.run(words, capture_output=True, text=True)
    assert killed.returncode < 0
    wait_for(lambda: not is_running(int(killed.stdout)), "the end of a process whose grader was killed")


def test_a_copy_of_python_goes_with_it_when_its_grader_is_killed_before_there_is_a_plan(
    tmp_path: Path, warm: ZygoteProcess
) -> None:
    (tmp_path / "copy" / "lib").mkdir(parents=True)
    killed = subprocess.run([sys.executable, "-c", LEFT_BEHIND, str(tmp_path / "copy")], capture_output=True, text=True)
    wait_for(lambda: not is_running(int(killed.stdout)), "the end of a process whose grader was killed")
    assert killed.returncode < 0 and not (tmp_path / "copy").exists()


def test_what_a_worker_may_read_is_settled_before_there_is_a_plan(tmp_path: Path, warm: ZygoteProcess) -> None:
    """A first reading moves the time of access of a file that was never read."""
    for name in ("before", "file"):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (1, 2))
    (tmp_path / "before").read_text()
    if (tmp_path / "before").stat().st_atime == 1:
        pytest.skip("this file system keeps no times of access")
    process = ZygoteProcess(replace(warm.runtime, readable=(*warm.runtime.readable, str(tmp_path / "file"))))
    wait_for(lambda: (tmp_path / "file").stat().st_atime > 1, "a file that is read before there is a plan")
    process.close()


def test_it_says_nothing_when_it_ends_without_a_plan(tmp_path: Path, warm: ZygoteProcess) -> None:
    process = ZygoteProcess(warm.runtime, copy_of_the_sandbox(tmp_path))
    process.link.shutdown(socket.SHUT_RDWR)
    assert process.last_words() == "it said nothing"
    process.close()
