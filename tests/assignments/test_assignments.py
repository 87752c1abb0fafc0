"""The framework is for any numeric course: three other assignments are frozen, graded, proved, released and bundled.

numerical     scipy beside numpy, complex numbers, text, whole numbers that are exact, a rule for the text
two_files     a package of two files with gradients, and rules for the text
unsupervised  signs and permutations, predictions that are handed in, released as notebooks
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from autograder.spec import loader
from tests.support.commands import run

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
NAMES = ("numerical", "two_files", "unsupervised")


@pytest.fixture(scope="module", params=NAMES)
def staff(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment of staff's, frozen."""
    if request.param == "numerical":
        pytest.importorskip("scipy")
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(HERE / request.param, folder / "mine", ignore=shutil.ignore_patterns("__pycache__"))
    done = run("freeze", "--assignment", "mine", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def score(folder: Path, path: str, assignment: str = "mine") -> float:
    done = run("grade", path, "--assignment", assignment, "--results", "results.json", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return float(json.loads((folder / "results.json").read_text())["score"])


def test_it_has_eight_to_fifteen_checks_and_is_proved_with_no_mutant_open(staff: Path) -> None:
    assert 8 <= len(loader.load(staff / "mine").checks) <= 15
    done = run("prove", "--assignment", "mine", cwd=staff)
    assert done.returncode == 0 and "NOT PROVED" not in done.stdout, done.stdout


def test_it_is_released_as_notebooks_and_files_that_earn_nothing_yet(staff: Path) -> None:
    for flags, target in (([], "files"), (["--notebook"], "notebooks")):
        done = run("release", "--dirty", *flags, "--assignment", "mine", "--to", target, cwd=staff)
        assert done.returncode == 0, done.stderr
        assert bool(list((staff / target).glob("*.ipynb"))) == (target == "notebooks")
        assert score(staff, target) == 0


def test_the_bundle_grades_the_reference_as_the_folder_does(staff: Path) -> None:
    done = run("bundle", "--dirty", "--assignment", "mine", "--to", "autograder.zip", cwd=staff)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(staff / "autograder.zip") as archive:
        archive.extractall(staff / "unpacked")
    whole = sum(question.points for question in loader.load(staff / "mine").questions if not question.by_hand)
    assert score(staff, "mine") == score(staff, "mine", "unpacked/grading") == whole
