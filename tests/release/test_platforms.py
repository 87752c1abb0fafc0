"""The student's route needs nothing that Windows or macOS lacks."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import sandbox
from tests.support.commands import PYTEST_OF_STUDENTS
from tests.support.places import TOY

pytestmark = pytest.mark.slow

POSIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix"}

AS_IF = """
import os, signal, sys
import socket, subprocess, sysconfig, tempfile, zipfile, zoneinfo
import click, numpy, pydantic, pytest, rich.console, rich.progress, rich.table, yaml

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {modules}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

for name in {modules}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Blocked())
for owner, names in ((os, {os_names}), (signal, {signal_names}), (socket, {socket_names})):
    for name in names:
        if hasattr(owner, name):
            delattr(owner, name)
sys.platform = {platform!r}
sys.argv = ["autograder", {command}]
{run}
"""
OS_NAMES = ["fork", "forkpty", "wait4", "setsid", "getuid", "geteuid", "getgid", "setgroups", "setresuid", "setresgid"]
SIGNAL_NAMES = ["SIGALRM", "SIGXCPU", "SIGHUP", "setitimer", "alarm", "ITIMER_REAL", "pthread_kill"]
SOCKET_NAMES = ["AF_UNIX", "SOCK_SEQPACKET", "send_fds", "recv_fds"]
MAIN = "from autograder.cli import main; main()"
PYTEST = "import pytest; sys.exit(pytest.main(['-p', 'no:cacheprovider', '-q', '-s']))"


def run_as_if(platform: str, home: Path, installed: Path, run: str = MAIN, command: str = "'check'") -> str:
    """The output of the student's command in an interpreter that looks like another system's."""
    gone = {"win32": SIGNAL_NAMES, "darwin": []}[platform]
    script = AS_IF.format(
        modules=POSIX_MODULES - {"posix"} if platform == "win32" else set(),
        os_names=OS_NAMES if platform == "win32" else [],
        signal_names=gone,
        socket_names=SOCKET_NAMES,
        platform=platform,
        command=command,
        run=run,
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, cwd=home, env={**environment, **PYTEST_OF_STUDENTS}, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.fixture
def solved(unzipped: Path, tmp_path: Path) -> Path:
    """A student's folder with the work done."""
    import shutil

    home = Path(shutil.copytree(unzipped, tmp_path / "toy"))
    for name in ("toy.py", "helper_free.py"):
        (home / name).write_text((TOY / name).read_text())
    return home


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_check_works_as_if_on(platform: str, solved: Path, installed: Path) -> None:
    out = run_as_if(platform, solved, installed)
    assert "All public checks pass." in out, out


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_pytest_works_as_if_on(platform: str, solved: Path, installed: Path) -> None:
    out = run_as_if(platform, solved, installed, PYTEST)
    assert "2 passed" in out, out


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_an_endless_loop_is_stopped_as_if_on(platform: str, solved: Path, installed: Path) -> None:
    path = solved / "toy.py"
    path.write_text(path.read_text().replace("return 2 * x", "while True: pass"))
    out = run_as_if(platform, solved, installed, command="'check', 't1.double'")
    assert "Still running after 2 s" in out, out


def test_a_worker_imports_no_module_that_is_only_posix() -> None:
    home = Path(sandbox.__file__).parent
    for path in [home / "wall" / "launch.py", *sorted((home / "inside").glob("*.py"))]:
        for node in ast.parse(path.read_text()).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not POSIX_MODULES & set(names), f"{path.name} imports {names}"
