"""The room of a rehearsal is as far from this machine as a container is."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.gradescope.rehearse.container import Ended, Room, run_in
from autograder.gradescope.rehearse.limits import Machine, limited
from tests.support.places import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def room(needs_room: None, tmp_path: Path) -> Room:
    tmp_path.chmod(0o755)
    (tmp_path / "autograder").mkdir()
    return Room(tmp_path)


def python(room: Room, code: str, seconds: float = 60) -> Ended:
    return run_in(room, ["/usr/bin/python3", "-I", "-c", code], seconds)


def test_nothing_of_the_repository_is_visible(room: Room) -> None:
    found = python(room, f"import os; print(os.getcwd(), sorted(os.listdir('/')), os.path.exists({str(ROOT)!r}))")
    assert found.status == 0 and found.printed.startswith("/autograder ") and found.printed.endswith("False\n")
    assert "home" not in found.printed and "work" not in found.printed


def test_its_system_is_read_only(room: Room) -> None:
    assert "OSError" in python(room, "open('/usr/lib/marker', 'w')").printed or (
        "PermissionError" in python(room, "open('/usr/lib/marker', 'w')").printed
    )
    assert not Path("/usr/lib/marker").exists()


def test_it_has_no_network(room: Room) -> None:
    code = "import socket; print([name for _, name in socket.if_nameindex()])"
    assert python(room, code).printed == "['lo']\n"


def test_root_in_it_may_not_mount(room: Room) -> None:
    found = run_in(room, ["mount", "-t", "tmpfs", "tmpfs", "/tmp"], 60)
    assert found.status != 0
    code = "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('CapBnd')])"
    bounds = int(python(room, code).printed.strip("[]'\n"), 16)
    cap_sys_admin, cap_sys_ptrace, cap_chown = 21, 19, 0
    assert not bounds >> cap_sys_admin & 1 and not bounds >> cap_sys_ptrace & 1 and bounds >> cap_chown & 1


def test_what_takes_too_long_is_stopped_with_all_it_started(room: Room) -> None:
    found = run_in(room, ["sh", "-c", "sleep 97531 & echo started; wait"], 2)
    assert (found.status, found.printed) == (None, "started\n")
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"97531" in contents(path)]


def contents(path: Path) -> bytes:
    """What is in a file of /proc; nothing once its process is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_the_memory_limit_holds_and_is_said(room: Room) -> None:
    with limited(Machine(memory_mb=200)) as limits:
        found = run_in(room, ["/usr/bin/python3", "-c", "len(bytearray(400 << 20)); print('had it')"], 60, limits)
    assert "had it" not in found.printed and found.status != 0
    assert limits.words.startswith("200 MB")
