"""Bundles, each once a session, and images, made by one setup.sh."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.gradescope.bundle import bundle, packages
from autograder.gradescope.rehearse.container import Container, unavailable_reason
from autograder.gradescope.rehearse.limits import GRADESCOPE, Machine
from autograder.gradescope.rehearse.platform import Image, Rehearsal, _link, _unzip, image_of, run
from autograder.release.dependencies import NoWheelsError, downloaded
from autograder.release.wheel import wheel
from autograder.spec import loader, staff_folder
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION, TOY
from tests.support.real import real

Rehearse = Callable[..., Rehearsal]
SYSTEM_PYTHON = ".".join(platform.python_version_tuple()[:2])


@pytest.fixture(scope="session")
def needs_container() -> None:
    """Skip where this machine can make no containers."""
    reason = unavailable_reason()
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def wheels() -> dict[str, bytes]:
    try:
        return downloaded(packages(real()), [SYSTEM_PYTHON])
    except NoWheelsError as error:
        pytest.skip(f"pip cannot get the wheels for an offline bundle: {error}")


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for images that every user may enter, as / is."""
    folder = tmp_path_factory.mktemp("workshop")
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def toy_bundle(toy_answers: Answers, wheels: dict[str, bytes], workshop: Path) -> Path:
    folder = workshop / "toy"
    shutil.copytree(TOY, folder)
    store.save_answers(folder / staff_folder.ANSWERS_NAME, toy_answers)
    path = workshop / "toy.zip"
    path.write_bytes(bundle(StaffFolder(folder), loader.load(folder), wheel(), wheels, [SYSTEM_PYTHON]))
    return path


@pytest.fixture(scope="session")
def solution(workshop: Path) -> Path:
    """A copy of solution/, so that an edit in the meantime changes nothing."""
    return Path(shutil.copytree(SOLUTION, workshop / "solution"))


@pytest.fixture(scope="session")
def real_bundle(solution: Path, wheels: dict[str, bytes], workshop: Path) -> Path:
    path = workshop / "autograder.zip"
    path.write_bytes(bundle(StaffFolder(solution), loader.load(solution), wheel(), wheels, [SYSTEM_PYTHON]))
    return path


@pytest.fixture(scope="session")
def real_image(needs_container: None, real_bundle: Path, workshop: Path) -> Image:
    return image_of(real_bundle, Container(workshop / "image-real"))


@pytest.fixture(scope="session")
def toy_image(real_image: Image, toy_bundle: Path, workshop: Path) -> Image:
    """What setup.sh made of the real bundle, with the sources of the toy's: the rest is the same in every image."""
    home = workshop / "image-toy" / "autograder"
    ignored = shutil.ignore_patterns("source")
    shutil.copytree(real_image.container.root / "autograder", home, ignore=ignored, symlinks=True, copy_function=_link)
    _unzip(toy_bundle, home / "source")
    return replace(real_image, container=Container(home.parent))


@pytest.fixture
def hurried_image(toy_image: Image) -> Iterator[Image]:
    """The toy's image, whose grader is told to stop after 20 s."""
    path = toy_image.container.root / "autograder" / "source" / "stop_after"
    usual = path.read_text()
    path.write_text("20\n")
    yield toy_image
    path.write_text(usual)


@pytest.fixture
def rehearse(tmp_path: Path) -> Iterator[Rehearse]:
    """Run an image on files given by name: ``rehearse(toy_image, {"toy.py": "..."})``; its container is removed
    afterwards.
    """
    tmp_path.chmod(0o755)

    def rehearsed(image: Image, files: dict[str, str], machine: Machine = GRADESCOPE, **settings: object) -> Rehearsal:
        submission = tmp_path / "submission"
        submission.mkdir()
        for name, text in files.items():
            (submission / name).write_text(text)
        return run(image, submission, tmp_path / "container", machine=machine, **settings)  # type: ignore[arg-type]

    yield rehearsed
    shutil.rmtree(tmp_path / "container", ignore_errors=True)
