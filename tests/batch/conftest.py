"""A class of the toy assignment, as plain folders, and the assignment frozen beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.sandbox.testing import descendants
from autograder.spec import staff_folder
from tests.support.toy import copy_of_toy
from tests.support.warm import run

CHANGES = {
    "ada": ("", ""),
    "bob": ("return k * x", "return k + x"),
    "cleo": ("import numpy", "import nonsense, numpy"),
    "dan": ("return 2 * x", "__import__('os')._exit(3)"),
    "eve": ("return 3 * x", "return 4 * x"),
}
"""What each student changed in the reference."""
SLOW = "import numpy as np\nimport time\ntime.sleep(1)"


@pytest.fixture
def staff(toy_answers: Answers, tmp_path: Path) -> Path:
    """The toy assignment's staff folder, frozen; a test may change it."""
    return frozen_toy(tmp_path / "staff", toy_answers)


@pytest.fixture
def classroom(tmp_path: Path, toy_source: dict[str, str]) -> Path:
    """Five students with folders, one with an empty folder, one with an archive that is none."""
    return class_of_seven(tmp_path / "class", toy_source)


@pytest.fixture(scope="session")
def graded_class(tmp_path_factory: pytest.TempPathFactory, toy_answers: Answers, toy_source: dict[str, str]) -> Path:
    """A folder with staff's folder, the class, and all of it graded, to be copied before it is changed."""
    home = tmp_path_factory.mktemp("graded")
    staff, where = frozen_toy(home / "staff", toy_answers), class_of_seven(home / "class", toy_source)
    done = run("batch", where, "--assignment", staff, "--out", home / "out")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def out(graded_class: Path, classroom: Path, staff: Path, tmp_path: Path) -> Path:
    """The class, graded; with it come the very files of staff's and of the class that were there."""
    return Path(shutil.copytree(graded_class, tmp_path, dirs_exist_ok=True)) / "out"


def frozen_toy(folder: Path, answers: Answers) -> Path:
    """The toy assignment's staff folder with its answers."""
    copy_of_toy(folder)
    store.save_answers(folder / staff_folder.ANSWERS_NAME, answers)
    return folder


def class_of_seven(where: Path, source: dict[str, str]) -> Path:
    """Five students with folders, one with an empty folder, one with an archive that is none."""
    for name, (old, new) in CHANGES.items():
        hand_in(where / name, source, old, new)
    (where / "fay").mkdir()
    (where / "gil.zip").write_bytes(b"PK and nothing else")
    return where


def slow_hand_ins(where: Path, source: dict[str, str], count: int) -> Path:
    """The folder of so many students whose files, each its own, take a second to import."""
    for number in range(count):
        text = source["toy.py"].replace("import numpy as np", f"{SLOW}; {number}", 1)
        hand_in(where / f"s{number}", {**source, "toy.py": text})
    return where


def hand_in(folder: Path, source: dict[str, str], old: str = "", new: str = "") -> Path:
    """The reference's files with one text replaced, handed in as a folder."""
    folder.mkdir(parents=True)
    assert any(old in text for text in source.values())
    for name, text in source.items():
        (folder / name).write_text(text.replace(old, new, 1) if old else text)
    return folder


def spawned_by(process: int) -> list[int]:
    """The processes below this one that its batch started, to feed sandboxes or to judge."""
    found = []
    for one in descendants(process):
        try:
            words = Path(f"/proc/{one}/cmdline").read_bytes()
        except OSError:  # it has ended since
            continue
        found += [one] if b"spawn_main" in words else []
    return found
