"""`pytest` in a student's unzipped folder runs the public checks, one item a check."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import PYTEST_OF_STUDENTS
from tests.support.places import TOY


@pytest.fixture
def home(unzipped: Path, tmp_path: Path) -> Path:
    """A fresh copy of the student's folder."""
    return Path(shutil.copytree(unzipped, tmp_path / "toy"))


def run_pytest(home: Path, installed: Path, *words: str) -> str:
    """What pytest prints in the folder, with the plugin found as pip's installation makes it found."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:benchmark", *words]
    environment |= PYTEST_OF_STUDENTS
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True).stdout


def test_every_public_check_is_an_item_with_its_title(home: Path, installed: Path) -> None:
    out = run_pytest(home, installed, "--collect-only", "-q")
    assert re.findall(r"::(.*)", out) == [
        "t1.double: double gives twice its argument",
        "t1.slope: scaled_backward is the slope of scaled",
    ]


def test_a_failure_is_the_checks_own_message_without_a_traceback(home: Path, installed: Path) -> None:
    text = (TOY / "toy.py").read_text().replace("2 * x", "2 * abs(x)")
    (home / "toy.py").write_text(text)
    out = run_pytest(home, installed)
    assert "value is 6, expected -6." in out and "1 failed, 1 passed" in out
    assert 'This case alone: python kit check t1.double --case "minus three"' in out
    assert "Traceback" not in out and "pytest_plugin.py" not in out


def test_the_skeleton_fails_every_item_as_not_written(home: Path, installed: Path) -> None:
    out = run_pytest(home, installed)
    assert "Not written yet: t1: double." in out and "2 failed" in out


@pytest.mark.slow
def test_one_item_can_be_chosen(home: Path, installed: Path) -> None:
    (home / "toy.py").write_text((TOY / "toy.py").read_text())
    assert "1 passed, 1 deselected" in run_pytest(home, installed, "-k", "double")


def test_a_folder_that_is_no_assignment_is_left_alone(tmp_path: Path, installed: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_mine():\n    pass\n")
    (tmp_path / "assignment.yaml").write_text("not: ours\n")
    assert "1 passed" in run_pytest(tmp_path, installed)


@pytest.mark.slow
def test_a_file_named_like_a_module_that_we_import_is_no_hindrance(home: Path, installed: Path) -> None:
    (home / "toy.py").write_text((TOY / "toy.py").read_text())
    for name in ("yaml", "fractions"):
        (home / f"{name}.py").write_text("raise SystemExit('this is the wrong module')\n")
    out = run_pytest(home, installed)
    assert "2 passed" in out and "Note: fractions.py has the name of one of Python's own modules" in out
