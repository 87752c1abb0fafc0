"""The framework is for any numeric course: three other assignments go the whole way from freezing to a rehearsal.

numerical     scipy beside numpy, complex numbers, text, whole numbers that are exact, a rule for the text
two_files     a package of two files with gradients, and rules for the text
unsupervised  signs and permutations, predictions that are handed in, released as notebooks
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.gradescope.rehearse.container import unavailable_reason
from autograder.spec import loader
from tests.support.generality import OTHERS_WORDS
from tests.support.warm import run

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
NAMES = ("numerical", "two_files", "unsupervised")
FRAMEWORK = ("wheels/", "kit/autograder-")
"""Where the framework itself stands in a bundle and in a zip for students."""


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


def test_nothing_that_is_made_of_it_mentions_another_assignment(staff: Path) -> None:
    told = b""
    for words in (
        ["release", "--dirty", "--to", "plain", "--zip", "students.zip"],
        ["release", "--dirty", "--notebook", "--to", "books"],
        ["bundle", "--dirty", "--to", "grader.zip"],
    ):
        done = run(*words, "--assignment", "mine", cwd=staff)
        assert done.returncode == 0, done.stderr
        told += (done.stdout + done.stderr).encode()
    for note in ("mine has no student_readme.md", "mine has no requirements.txt"):
        assert note.encode() in told
    made = {path: path.read_bytes() for name in ("plain", "books") for path in (staff / name).rglob("*")
            if path.is_file() and path.suffix != ".npz"}  # fmt: skip
    for name in ("students.zip", "grader.zip"):
        with zipfile.ZipFile(staff / name) as archive:
            made |= {Path(name, one): archive.read(one) for one in archive.namelist()
                     if not any(part in one for part in FRAMEWORK) and not one.endswith(".npz")}  # fmt: skip
    mentions = {str(path): found.group() for path, data in made.items() if (found := OTHERS_WORDS.search(data))}
    assert len(made) > 20 and mentions == {} and not OTHERS_WORDS.search(told)


@pytest.mark.parametrize("staff", ["numerical"], indirect=True)
def test_the_bundle_of_one_with_a_package_more_is_rehearsed_as_on_the_platform(staff: Path) -> None:
    if reason := unavailable_reason():
        pytest.skip(reason)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    made = run(
        "bundle", "--dirty", "--offline", "--python", version, "--assignment", "mine", "--to", "r.zip", cwd=staff
    )
    if "wheels" in made.stderr and made.returncode:
        pytest.skip(f"pip cannot get the wheels for an offline bundle: {made.stderr}")
    assert made.returncode == 0, made.stderr
    whole = sum(question.points for question in loader.load(staff / "mine").questions if not question.by_hand)
    done = run("rehearse", "r.zip", "mine", "--keep", "kept", "--cpus", "2", cwd=staff)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"mine: score {whole:g}" in done.stdout.replace(".0;", ";") and "results.json is valid." in done.stdout


def test_the_bundle_grades_the_reference_as_the_folder_does(staff: Path) -> None:
    done = run("bundle", "--dirty", "--assignment", "mine", "--to", "autograder.zip", cwd=staff)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(staff / "autograder.zip") as archive:
        archive.extractall(staff / "unpacked")
    whole = sum(question.points for question in loader.load(staff / "mine").questions if not question.by_hand)
    assert score(staff, "mine") == score(staff, "mine", "unpacked/grading") == whole
