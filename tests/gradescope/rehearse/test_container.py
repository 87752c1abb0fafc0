"""The container of a rehearsal is as far from this machine as a container is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.gradescope.rehearse.container import Container, Exit, run_in
from autograder.gradescope.rehearse.limits import Machine, limited
from tests.support.places import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def container(needs_container: None, tmp_path: Path) -> Container:
    tmp_path.chmod(0o755)
    (tmp_path / "autograder").mkdir()
    return Container(tmp_path)


def python(container: Container, code: str, seconds: float = 60) -> Exit:
    return run_in(container, ["/usr/bin/python3", "-I", "-c", code], seconds)


def test_nothing_of_the_repository_is_visible(container: Container) -> None:
    found = python(container, f"import os; print(os.getcwd(), sorted(os.listdir('/')), os.path.exists({str(ROOT)!r}))")
    assert found.status == 0 and found.printed.startswith("/autograder ") and found.printed.endswith("False\n")
    assert "home" not in found.printed and "work" not in found.printed


def test_its_system_is_read_only(container: Container) -> None:
    assert "OSError" in python(container, "open('/usr/lib/marker', 'w')").printed or (
        "PermissionError" in python(container, "open('/usr/lib/marker', 'w')").printed
    )
    assert not Path("/usr/lib/marker").exists()


def test_it_has_no_network(container: Container) -> None:
    code = "import socket; print([name for _, name in socket.if_nameindex()])"
    assert python(container, code).printed == "['lo']\n"


def test_root_in_it_may_not_mount(container: Container) -> None:
    found = run_in(container, ["mount", "-t", "tmpfs", "tmpfs", "/tmp"], 60)
    assert found.status != 0
    code = "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('CapBnd')])"
    bounds = int(python(container, code).printed.strip("[]'\n"), 16)
    cap_sys_admin, cap_sys_ptrace, cap_chown = 21, 19, 0
    assert not bounds >> cap_sys_admin & 1 and not bounds >> cap_sys_ptrace & 1 and bounds >> cap_chown & 1


def test_what_takes_too_long_is_stopped_with_all_it_started(container: Container) -> None:
    found = run_in(container, ["sh", "-c", f"sleep {LONG} & echo started; wait"], 2)
    assert (found.status, found.printed) == (None, "started\n")
    assert not asleep()


LONG = 100_000 + os.getpid()
"""Seconds that nobody else on this machine sleeps for, as another run of the tests may."""


def asleep() -> list[Path]:
    """The processes that sleep for so long."""
    return [path for path in Path("/proc").glob("[0-9]*/cmdline") if contents(path) == b"sleep\0%d\0" % LONG]


def contents(path: Path) -> bytes:
    """What is in a file of /proc; nothing once its process is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_the_memory_limit_holds_and_is_said(container: Container) -> None:
    with limited(Machine(memory_mb=200)) as limits:
        found = run_in(container, ["/usr/bin/python3", "-c", "len(bytearray(400 << 20)); print('had it')"], 60, limits)
    assert "had it" not in found.printed and found.status != 0
    assert limits.words.startswith("200 MB")
