"""What all tests share: a plain environment, the toy assignment, frozen once, its zip for students, a sandbox,
a browser.
"""

from __future__ import annotations

import gc
import io
import zipfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.answers.store import Answers
from autograder.freeze.reference import freeze
from autograder.grading.grader import Grader
from autograder.records import Assignment, Report
from autograder.release.folder import assignment_files
from autograder.release.student_zip import student_zip
from autograder.release.wheel import Wheel, wheel
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.browser import chromium
from tests.support.cluster import Cluster
from tests.support.environment import make_plain
from tests.support.places import TOY
from tests.support.reports import submission_of
from tests.support.summary import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown
from tests.support.toy import REFERENCE, copy_of_toy

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown"]

TOGETHER = ("gradescope", "handouts", "hostile")
"""Rooms whose tests share what is dear to make (images, built pages, a graded corpus), and so stay in one process."""


def pytest_configure() -> None:
    make_plain()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays until the end: the garbage collector never looks at it, neither now nor later."""
    gc.disable()
    collected = yield
    gc.freeze()
    gc.enable()
    return collected


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Side by side, the tests of one file or of one such room run in one process, and what takes long starts first."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for item in items:
        file = item.nodeid.partition("::")[0].removeprefix("tests/")  # pathlib would take a second for all of them
        room = file.partition("/")[0]
        item.add_marker(pytest.mark.xdist_group(room if room in TOGETHER else file))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Groups must reach xdist: tests that share a folder would run beside each other otherwise."""
    side_by_side = hasattr(session.config, "workerinput") and session.config.getoption("loadgroup")
    if side_by_side and not all("@" in item.nodeid for item in session.items):
        raise pytest.UsageError("this pytest hides the groups of tests from xdist: see the versions in pyproject.toml")


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def toy() -> Assignment:
    return loader.load(TOY)


@pytest.fixture(scope="session")
def toy_answers(toy: Assignment, sandbox: Sandbox) -> Answers:
    return freeze(StaffFolder(TOY), toy, sandbox)


@pytest.fixture(scope="session")
def toy_source() -> dict[str, str]:
    """The toy reference's files as text, to be changed into submissions."""
    return {name: (TOY / name).read_text() for name in REFERENCE}


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """The toy's staff folder, as a copy that a test may change."""
    return copy_of_toy(tmp_path / "toy")


@pytest.fixture
def grade_toy(toy: Assignment, toy_answers: Answers, sandbox: Sandbox) -> Callable[..., Report]:
    """Grade files given by name: ``grade_toy({"toy.py": "..."}, only=["t1.double"])``."""

    def run(files: dict[str, str | bytes], **settings: object) -> Report:
        return Grader(toy, toy_answers, sandbox).grade(submission_of(files, "toy student"), **settings)

    return run


@pytest.fixture(scope="session")
def framework() -> Wheel:
    return wheel()


@pytest.fixture(scope="session")
def toy_zip(toy: Assignment, toy_answers: Answers, framework: Wheel) -> bytes:
    return student_zip(toy, assignment_files(StaffFolder(TOY), toy, toy_answers), framework)


@pytest.fixture(scope="session")
def unzipped(toy_zip: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder, to be copied before it is changed."""
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One real Chromium for every test that looks at a page: playwright drives only one at a time."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers, and all that it is asked to start."""
    (tmp_path / "dask").mkdir()
    cluster = Cluster(tmp_path / "dask")
    yield cluster
    cluster.close()
