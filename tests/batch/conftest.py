"""A class of the toy assignment, as plain folders, and the assignment frozen beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.sandbox.testing import descendants
from autograder.spec import staff_folder
from tests.support.toy import copy_of_toy

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
    folder = copy_of_toy(tmp_path / "staff")
    store.save_answers(folder / staff_folder.ANSWERS_NAME, toy_answers)
    return folder


@pytest.fixture
def classroom(tmp_path: Path, toy_source: dict[str, str]) -> Path:
    """Five students with folders, one with an empty folder, one with an archive that is none."""
    where = tmp_path / "class"
    for name, (old, new) in CHANGES.items():
        hand_in(where / name, toy_source, old, new)
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
