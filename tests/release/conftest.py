"""The toy assignment's zip for students, made once and unzipped once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from autograder.answers.store import Answers
from autograder.records import Assignment
from autograder.release.folder import assignment_files
from autograder.release.student_zip import student_zip
from autograder.release.wheel import Wheel, wheel


@pytest.fixture(scope="session")
def framework() -> Wheel:
    return wheel()


@pytest.fixture(scope="session")
def toy_zip(toy: Assignment, toy_answers: Answers, framework: Wheel) -> bytes:
    return student_zip(toy, assignment_files(toy, toy_answers), framework)


@pytest.fixture(scope="session")
def unzipped(toy_zip: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder."""
    folder = tmp_path_factory.mktemp("home")
    with zipfile.ZipFile(io.BytesIO(toy_zip)) as archive:
        archive.extractall(folder)
    return folder / "toy"


@pytest.fixture(scope="session")
def installed(unzipped: Path, framework: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the framework as pip would put it there: the wheel's contents."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(unzipped / "kit" / framework.name) as archive:
        archive.extractall(folder)
    return folder
