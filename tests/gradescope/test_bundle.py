"""autograder.zip: what Gradescope looks for at its root, and nothing that gives a solution away."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograder.gradescope.bundle import packages
from autograder.release import dependencies
from autograder.spec import digests, loader
from tests.support.archives import solution_lines
from tests.support.real import real

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def names(real_bundle: Path) -> set[str]:
    return set(zipfile.ZipFile(real_bundle).namelist())


def test_the_scripts_stand_at_the_root_and_may_be_run(real_bundle: Path) -> None:
    for info in zipfile.ZipFile(real_bundle).infolist():
        if info.filename in ("setup.sh", "run_autograder"):
            assert info.external_attr >> 16 & 0o777 == 0o755
    assert {"setup.sh", "run_autograder"} <= {info.filename for info in zipfile.ZipFile(real_bundle).infolist()}


def test_reference_cases_and_mistakes_stay_at_home(solution: Path, names: set[str]) -> None:
    assignment = loader.load(solution)
    assert not {f"grading/{name}" for name in assignment.files} & names
    assert not [name for name in names if name.startswith(("grading/cases", "grading/mistakes", "grading/data"))]
    assert {"grading/assignment.yaml", "grading/answers.npz", "grading/handed_out.json"} <= names


def test_no_line_of_the_reference_is_in_it(solution: Path, real_bundle: Path) -> None:
    assignment = loader.load(solution)
    lines = solution_lines(solution, assignment.files)
    archive = zipfile.ZipFile(real_bundle)
    texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".py", ".yaml"))}
    assert not {(name, line) for name, text in texts.items() for line in lines if line in text}


def test_the_release_is_in_it_and_is_that_of_its_own_grading_folder(
    solution: Path, real_bundle: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(real_bundle) as archive:
        archive.extractall(tmp_path)
    release = (tmp_path / "RELEASE").read_text().strip()
    assert release == digests.release_of(tmp_path / "grading") == digests.release_of(solution)


def test_every_package_is_pinned_and_numpy_for_each_python() -> None:
    found = packages(real())
    assert {"numpy", "pydantic", "pydantic-core", "pyyaml", "click", "rich", "gradescope-utils"} <= set(found)
    text = dependencies.requirements_text(found)
    assert all("==" in line for line in text.splitlines())
    assert 'numpy==2.2.6; python_version < "3.11"' in text
    assert dependencies.numpy_for("3.10", "2.4.6") == "2.2.6" and dependencies.numpy_for("3.12", "2.4.6") == "2.4.6"


def test_an_offline_bundle_says_which_pythons_it_is_for(real_bundle: Path, names: set[str]) -> None:
    assert "wheels/offline" in names
    assert sum(name.startswith("wheels/numpy-") for name in names) == 1
    assert sum(name.startswith("wheels/pip-") for name in names) == 1
