"""The commands that `new` prints may be pasted as they are, wherever the folder is."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands.new import command


def printed(*words: str) -> list[list[str]]:
    done = CliRunner().invoke(command, list(words))
    assert done.exit_code == 0, done.output
    return [shlex.split(line) for line in done.output.splitlines() if line.startswith("  python -m autograder ")]


def test_a_folder_with_a_space_in_its_name_is_one_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = printed("my course")
    assert lines[1] == ["python", "-m", "autograder", "grade", "my course", "--assignment", "my course"]
    assert "dist/my course/assignment.zip" in lines[3]
    assert not any("--dirty" in words for words in lines)


def test_in_a_repository_they_go_on_before_anything_is_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    assert [words[3] for words in printed("hw1", "--from", "notebook") if "--dirty" in words] == ["release", "bundle"]
