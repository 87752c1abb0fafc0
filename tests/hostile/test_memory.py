"""The grader stays small over many checks of many cases, each of them answered with as much as an answer may hold,
and more.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.answers.store import save_answers
from autograder.freeze.reference import freeze
from autograder.gradescope.schema import problems_of
from autograder.sandbox import Sandbox
from autograder.spec import loader, staff_folder
from autograder.spec.staff_folder import StaffFolder

from .arena import GRADER_MEMORY_KB
from .corpus import ASSIGNMENT, attacks
from .envelopes import REPOSITORY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="a child's memory is measured by Linux's means"),
]
CHECKS, CASES = 6, 40
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-B", *sys.argv[1:]], stdout=subprocess.DEVNULL)
print(json.dumps([done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""
"""Status and peak memory of a command; a child counts the memory of whoever started it, so a small process has to."""

CROWD = f"""

def crowd(rng):
    return [Case(f"number {{i}}", {{"x": rng.normal(size=(2, 3))}}) for i in range({CASES})]
"""
HEAD = """
assignment: crowd
title: Many cases
seed: 5
decks: 1
files: [work.py, neighbour.py]
limits: {seconds: 3, memory_mb: 256, printed_kb: 4}
total_seconds: 120
questions:
  - id: crowd
    title: A crowd
    points: 6
    checks:
"""
CHECK = """
      - id: crowd.check{number}
        kind: output
        title: double gives twice its argument
        points: 1
        probe: double
        cases: crowd
"""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment of many cases, frozen."""
    folder = Path(shutil.copytree(ASSIGNMENT, tmp_path_factory.mktemp("crowd") / "solution"))
    with (folder / "cases" / "target.py").open("a") as file:
        file.write(CROWD)
    (folder / staff_folder.SPEC_NAME).write_text(
        HEAD + "".join(CHECK.format(number=number) for number in range(CHECKS))
    )
    with Sandbox() as sandbox:
        save_answers(folder / staff_folder.ANSWERS_NAME, freeze(StaffFolder(folder), loader.load(folder), sandbox))
    return folder


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("many_bytes", "wrote to where only the grader's own answers belong"),
        ("many_numbers", "y has 1 axis, expected 2 axes."),
        ("large_result", "y is too large to be looked at."),
        ("honest_right", ""),
    ],
)
def test_the_grade_command_stays_small(crowd: Path, tmp_path: Path, name: str, words: str) -> None:
    [attack] = [attack for attack in attacks() if attack.name == name]
    for file, content in attack.files({}).items():
        (tmp_path / file).write_bytes(content)
    results = tmp_path / "results.json"
    line = ["-m", "autograder", "grade", str(tmp_path), "--assignment", str(crowd), "--results", str(results)]
    status, peak_kb = json.loads(subprocess.check_output([sys.executable, "-c", MEASURED, *line], cwd=REPOSITORY))
    data = json.loads(results.read_text())
    assert status == 0 and peak_kb < GRADER_MEMORY_KB
    assert data["score"] == (0 if words else CHECKS) and problems_of(data) == []
    assert all(words in test["output"] for test in data["tests"]) and len(data["tests"]) == CHECKS
