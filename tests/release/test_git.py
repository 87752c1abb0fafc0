"""A release is made of what is committed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from autograder.release.git import uncommitted
from tests.support.places import ROOT

MADE_BY_HAND = (
    "submissions/ada/softmax.py",
    "results/ada.json",
    "ada.json",
    "results.json",
    "results.html",
    ".results.json.reserve",
    "rehearsed/ada/results.html",
    "prove.html",
    ".prove-cache/verdicts.jsonl",
)
"""What the staff handouts' own commands leave behind."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "solution").mkdir()
    (tmp_path / "solution" / "nn.py").write_text("x = 1\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *words], check=True)
    return tmp_path


def test_a_committed_tree_is_clean(repository: Path) -> None:
    assert uncommitted(repository / "solution", [repository / "assignment"]) == []


def test_changed_and_new_files_are_named(repository: Path) -> None:
    (repository / "solution" / "nn.py").write_text("x = 2\n")
    (repository / "new file.py").write_text("")
    found = uncommitted(repository / "solution", [repository / "assignment"])
    assert sorted(found) == ["new file.py", "solution/nn.py"]


def test_what_release_writes_does_not_count(repository: Path) -> None:
    (repository / "assignment").mkdir()
    (repository / "assignment" / "nn.py").write_text("")
    assert uncommitted(repository / "solution", [repository / "assignment"]) == []


@pytest.mark.parametrize("name", MADE_BY_HAND)
def test_what_staff_make_by_hand_does_not_count(repository: Path, name: str) -> None:
    (repository / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    for path in (repository / name, repository / "tests" / "submissions" / "half" / "softmax.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    found = uncommitted(repository / "solution", [])
    assert found == [".gitignore", "tests/submissions/half/softmax.py"]


def test_outside_a_repository_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert uncommitted(tmp_path, [tmp_path / "assignment"]) == []
