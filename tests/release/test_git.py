"""A release is made of what is committed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from autograder.grading.cache import VerdictCache
from autograder.release.git import GitError, uncommitted
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
    "submissions.zip",
    "canvas.csv",
    "roster.csv",
    "graded/ledger.sqlite3",
    "graded-rejudged/grades.csv",
    "regraded/results/ada.json",
    "contest/contest.sqlite",
    "scheduler.json",
    "slurm-12_3.out",
    "batch.log",
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


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this tree is no repository")
def test_nothing_that_is_committed_is_ignored() -> None:
    words = ["git", "-C", ROOT, "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == ""


def test_what_is_remembered_of_runs_does_not_count(repository: Path) -> None:
    VerdictCache(repository / "remembered").get("key", lambda: 1)
    assert (repository / "remembered").exists() and uncommitted(repository / "solution", []) == []


def test_outside_a_repository_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert uncommitted(tmp_path, [tmp_path / "assignment"]) == []


def test_a_repository_that_git_refuses_to_read_is_not_taken_for_clean(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    with pytest.raises(GitError, match=r"git cannot say whether .* is committed: fatal: .*dubious ownership"):
        uncommitted(repository / "solution", [])


def test_a_repository_that_is_damaged_is_not_taken_for_clean(repository: Path) -> None:
    (repository / ".git" / "config").write_text("[core\n")
    with pytest.raises(GitError, match="bad config line 1"):
        uncommitted(repository / "solution", [])
