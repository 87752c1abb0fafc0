"""A report that a handout shows is the one that the program writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from press import code

from autograder.cli import main
from tests.support.places import ROOT

from .conftest import WRITTEN

RIGHT = "slopes[argument] = slopes[argument] + slope"
OVERWRITES = "slopes[argument] = slope"


@pytest.fixture
def forgetful(tmp_path: Path) -> Path:
    """The folder of a student who has done everything, and overwrites at forks where slopes should add up."""
    shutil.copytree(ROOT / "assignment" / "kit", tmp_path / "kit")
    for path in (ROOT / "solution").glob("*.py"):
        shutil.copy(path, tmp_path)
    graph = tmp_path / "graph.py"
    text = graph.read_text(encoding="utf-8")
    assert RIGHT in text
    graph.write_text(text.replace(RIGHT, OVERWRITES), encoding="utf-8")
    return tmp_path


def test_the_failure_in_the_students_handout_is_what_a_student_sees(forgetful: Path) -> None:
    text = (WRITTEN / "student.md").read_text(encoding="utf-8")
    [shown] = [block for block in code.blocks(text, "text") if "report" in block.classes]
    done = CliRunner().invoke(main, ["check", "q4.lecture", "--folder", str(forgetful)], env={"COLUMNS": "100"})
    assert done.exit_code == 1
    assert " ".join(shown.code.split()) in " ".join(done.output.split())
