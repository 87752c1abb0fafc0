"""The playground needs nothing that only POSIX systems have, and no fork: students work on Windows, too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import ENVIRONMENT
from tests.support.places import ROOT

WITHOUT = """\
import builtins, importlib, os, sys

MISSING = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
real_import, real_module = builtins.__import__, importlib.import_module


def refuse(name, importer):
    if name in MISSING and importer.partition(".")[0] == "autograder":
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def guarded_import(name, globals=None, *rest, **more):
    refuse(name, (globals or {}).get("__name__", ""))
    return real_import(name, globals, *rest, **more)


def guarded_module(name, *rest):
    refuse(name, sys._getframe(1).f_globals.get("__name__", ""))
    return real_module(name, *rest)


builtins.__import__, importlib.import_module = guarded_import, guarded_module
for name in (
    "chroot", "eventfd", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getuid",
    "killpg", "memfd_create", "mkfifo", "openpty", "pidfd_open", "posix_spawn", "sched_getaffinity", "setsid",
):
    if hasattr(os, name):
        delattr(os, name)
"""
"""Loaded by every Python that is started with it: the framework then finds what Windows has, and nothing more."""

PLAY = """\
import sys
from autograder.cli import main
from autograder.playground import server

server.open_entrance(0).socket.close()
for words in ("import fcntl", "import importlib; importlib.import_module('fcntl')", "import os; os.fork()"):
    try:
        exec(words, {"__name__": "autograder.nothing"})
    except (ModuleNotFoundError, AttributeError):
        continue
    raise SystemExit(f"{words} is possible: nothing is proved here")
main(["play", "--once", "circle", "--epochs", "2", "--folder", sys.argv[1], "--png", sys.argv[2]])
"""


def test_it_plays_without_fork_and_without_modules_of_posix(home: Path, tmp_path: Path) -> None:
    pytest.importorskip("uvicorn", reason="the page needs the extra [play]")
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "sitecustomize.py").write_text(WITHOUT, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "without"), str(ROOT)])
    picture = tmp_path / "circle.png"
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(home), str(picture)],
        env={**ENVIRONMENT, "PYTHONPATH": path, "USER": "student"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
