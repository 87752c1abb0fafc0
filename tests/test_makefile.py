"""The Makefile's commands, as they would be run."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.support.places import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def would_run(*words: str) -> str:
    """The commands that make would run for these words, if everything had to be made."""
    command = ["make", "--dry-run", "--always-make", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_submission_and_a_results_file_may_have_spaces_in_their_names() -> None:
    assert 'grade "my hw" --results "my results.json"' in would_run(
        "grade", "SUBMISSION=my hw", "RESULTS=my results.json"
    )


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("test", 'pytest -n 3 --dist loadgroup --no-loadscope-reorder -m "not slow"\n'),
        ("test-all", "pytest -n 3 --dist loadgroup --no-loadscope-reorder\n"),
        ("freeze", "-m autograder freeze\n"),
        ("release", "-m autograder release --dirty\n"),
        ("prove", "-m autograder prove\n"),
        ("handouts", "python handouts/build.py\n"),
        ("bench", "python -m tests.benchmarks\n"),
        ("bench-quick", "python -m tests.benchmarks --quick\n"),
    ],
)
def test_a_target_installs_what_it_needs_first(target: str, line: str) -> None:
    before, found, after = would_run(target).rpartition(line)
    assert found and "pip install" in before and not after


@pytest.mark.parametrize("target", ["test", "test-all"])
def test_tests_come_after_the_lint_and_nothing_comes_after_them(target: str) -> None:
    lines = would_run(target).splitlines()
    assert "pytest" in lines[-1] and any("ruff check" in line for line in lines[:-1])
