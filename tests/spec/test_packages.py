"""`packages` in assignment.yaml: names of what is installed, with the place and the nearest name where they are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.answers.store import Answers
from autograder.freeze.staleness import changed
from autograder.gradescope.bundle import packages
from autograder.grading.provenance import provenance
from autograder.release.dependencies import requirements_text, rows_of
from autograder.release.folder import assignment_files
from autograder.sandbox import Sandbox
from autograder.spec import digests, loader
from autograder.spec.loader import SpecError
from autograder.spec.staff_folder import StaffFolder
from tests.support.toy import copy_of_toy

scipy = pytest.importorskip("scipy")


def with_packages(folder: Path, written: str) -> Path:
    copy = copy_of_toy(folder)
    spec = copy / "assignment.yaml"
    spec.write_text(spec.read_text().replace("\nfiles:", f"\npackages: {written}\nfiles:"))
    return copy


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[scpy]", "'scpy' is not installed here: run `python -m pip install scpy`, or name another package. Did you "
         "mean 'scipy'?"),
        ("[numpy]", "numpy is always there: leave it out."),
        ("[scipy, scipy]", "'scipy' stands in this list already; keep one of them."),
        ("scipy", "packages: this must be a list: write [scipy]."),
    ],
)  # fmt: skip
def test_a_package_that_cannot_be_named_is_told_with_its_place(tmp_path: Path, written: str, said: str) -> None:
    folder = with_packages(tmp_path / "toy", written)
    with pytest.raises(SpecError) as caught:
        loader.load(folder)
    [line] = str(caught.value).splitlines()
    number = next(
        n for n, text in enumerate((folder / "assignment.yaml").read_text().splitlines(), 1) if "pack" in text
    )
    assert line.startswith(f"{folder / 'assignment.yaml'}:{number}:") and line.endswith(said)


def test_packages_are_pinned_named_in_a_report_and_part_of_the_release(tmp_path: Path, toy_answers: Answers) -> None:
    plain, folder = (
        StaffFolder(copy_of_toy(tmp_path / "plain")),
        StaffFolder(with_packages(tmp_path / "toy", "[scipy]")),
    )
    assignment = loader.load(folder.path)
    assert assignment.packages == ("scipy",)
    assert digests.release_of(folder.path) != digests.release_of(plain.path)
    frozen = [digests.frozen_files(one, loader.load(one.path))["assignment.yaml"] for one in (plain, folder)]
    assert frozen[0] != frozen[1]
    files = digests.frozen_files(folder, assignment)
    assert files["the package scipy"] == scipy.__version__
    older = replace(toy_answers, frozen_from={**files, "the package scipy": "1.0"})
    assert changed(folder, assignment, older) == ["the package scipy"]
    with Sandbox() as sandbox:
        assert provenance(assignment, sandbox, 1)["scipy"] == scipy.__version__
    assert packages(assignment)["scipy"] == scipy.__version__
    assert f"scipy=={scipy.__version__}" in requirements_text(packages(assignment))
    files = assignment_files(folder, assignment, toy_answers)
    assert files["requirements.txt"].decode().count("scipy==") == 1
    assert b"packages:\n- scipy" in files["kit/assignment.yaml"]


def test_staffs_own_requirement_of_a_package_stands(tmp_path: Path, toy_answers: Answers) -> None:
    folder = StaffFolder(with_packages(tmp_path / "toy", "[scipy]"))
    (folder.path / "requirements.txt").write_text("SciPy>=1.10")
    assert assignment_files(folder, loader.load(folder.path), toy_answers)["requirements.txt"] == b"SciPy>=1.10\n"


def test_a_version_that_an_older_python_lacks_is_required_where_it_runs() -> None:
    rows = rows_of("numpy", np.__version__)
    assert all(np.__version__ in row or row.startswith("numpy; python_version <") for row in rows)
    assert rows_of("click", "8.1.7") == ["click==8.1.7"]
    assert rows_of("click", "2.13.0+cpu") == ["click==2.13.0"]
