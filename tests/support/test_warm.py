"""A command that is run in a fork of the warm process is what it would be if it had been started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import commands, warm
from tests.support.commands import ENVIRONMENT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere commands are started, never forked")


def test_a_fork_has_what_a_start_has(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "tests.support.process_facts", "7"]
    started = subprocess.run(line, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True)
    for _ in range(2):
        forked = warm.warm().run(line, str(tmp_path))
        assert (forked.returncode, forked.stderr) == (started.returncode, started.stderr) == (7, "")
        assert json.loads(forked.stdout) == json.loads(started.stdout)


@pytest.mark.parametrize("words", [["--version"], ["grade", "no such folder", "--assignment", "none"], ["schema"]])
def test_a_command_says_the_same_in_a_fork(words: list[str], tmp_path: Path) -> None:
    started, forked = (run(*words, cwd=tmp_path) for run in (commands.run, warm.run))
    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)


@pytest.mark.parametrize("ends", ["raise ValueError", "os.kill(os.getpid(), 9)", "sys.exit('said')"])
def test_a_fork_ends_as_an_interpreter_ends(ends: str, tmp_path: Path) -> None:
    (tmp_path / "ending.py").write_text(f"import atexit, os, sys\natexit.register(print, 'at exit')\n{ends}\n")
    line = [sys.executable, "-m", "ending"]
    started = subprocess.run(line, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True)
    forked = warm.warm().run(line, str(tmp_path))
    assert (forked.returncode, forked.stdout) == (started.returncode, started.stdout)
    assert forked.stderr.splitlines()[-1:] == started.stderr.splitlines()[-1:]


def test_a_fork_works_where_it_is_told_and_leaves_the_next_one_alone(tmp_path: Path) -> None:
    (tmp_path / "wild.py").write_text(
        "import os, sys\nos.umask(0)\nos.environ.clear()\nsys.path.clear()\nos.chdir('/')"
    )
    line = [sys.executable, "-m", "tests.support.process_facts", "0"]
    before = warm.warm().run(line, str(tmp_path)).stdout
    assert warm.warm().run([sys.executable, "-m", "wild"], str(tmp_path)).returncode == 0
    assert warm.warm().run(line, str(tmp_path)).stdout == before
    assert json.loads(before)["folder"] == os.path.realpath(tmp_path)
