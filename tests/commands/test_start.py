"""What a command imports before it does anything: nothing that nobody asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import ENVIRONMENT, run
from tests.support.places import ROOT


@pytest.mark.parametrize("name", ["github", "junit", "prairielearn"])
def test_a_format_is_imported_only_when_it_is_asked_for(name: str) -> None:
    code = f"import sys, autograder.commands.grade; sys.exit('autograder.writers.{name}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT).returncode == 0


def test_a_plugin_of_pydantic_that_happens_to_be_installed_has_no_part_in_reading_an_assignment(tmp_path: Path) -> None:
    marks = tmp_path / "greedy-1.dist-info"
    marks.mkdir()
    (marks / "METADATA").write_text("Metadata-Version: 2.1\nName: greedy\nVersion: 1\n")
    (marks / "entry_points.txt").write_text("[pydantic]\ngreedy = greedy:plugin\n")
    (tmp_path / "greedy.py").write_text("raise SystemExit('the plugin was imported')\n")
    done = run("schema", env={"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    assert done.returncode == 0 and '"properties"' in done.stdout


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="this system does not list a process's threads")
def test_a_command_has_one_thread_unless_the_environment_says_otherwise() -> None:
    code = "import os; from autograder import cli; cli.main(['schema'], standalone_mode=False)"
    told = f"{code}; assert os.listdir('/proc/self/task') == [str(os.getpid())]"
    plain = {name: value for name, value in ENVIRONMENT.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", told], env=plain, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
