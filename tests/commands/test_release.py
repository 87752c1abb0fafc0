"""`autograder release` and `bundle` refuse what nobody could make again, unless told."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.spec import digests, staff_folder
from tests.support.toy import copy_of_toy
from tests.support.warm import run


@pytest.fixture
def repository(tmp_path: Path, toy_answers: Answers) -> Path:
    """A course's repository with the toy as its solution, all of it committed but what is generated."""
    copy_of_toy(tmp_path / "solution")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    store.save_answers(tmp_path / "solution" / staff_folder.ANSWERS_NAME, toy_answers)
    return tmp_path


def test_a_clean_tree_is_released_again_and_again(repository: Path) -> None:
    (repository / ".git" / "info" / "exclude").write_text("dist/\n")
    for _ in range(2):
        done = run("release", cwd=repository)
        assert done.returncode == 0, done.stderr
    assert (repository / "assignment" / "toy.py").exists() and (repository / "dist" / "assignment.zip").exists()


@pytest.mark.parametrize("command", ["release", "bundle"])
def test_what_is_not_committed_is_named_and_refused_unless_told(repository: Path, command: str) -> None:
    (repository / "solution" / "student_readme.md").write_text("# Toy\n")
    refused = run(command, cwd=repository)
    assert refused.returncode == 2 and "These files are not committed" in refused.stderr
    assert "solution/student_readme.md" in refused.stderr and "--dirty" in refused.stderr
    assert run(command, "--dirty", cwd=repository).returncode == 0


@pytest.mark.parametrize("words", [["release"], ["bundle"], ["bundle", "--dirty"], ["prove"]])
def test_answers_that_are_no_longer_the_references_are_refused(repository: Path, words: list[str]) -> None:
    path = repository / "solution" / "toy.py"
    path.write_text(path.read_text().replace("2 * x", "x + x"))
    refused = run(*words, cwd=repository)
    assert refused.returncode == 3 and not (repository / "dist").exists()
    assert refused.stderr.endswith(
        "solution/answers.npz is stale: changed since it was frozen: toy.py. Run `autograder freeze`.\n"
    )


def test_a_dirty_release_writes_the_zip_for_students_only_where_one_is_named(repository: Path) -> None:
    done = run("release", "--dirty", cwd=repository)
    assert done.returncode == 0 and (repository / "assignment" / "toy.py").exists()
    assert "No zip for students: with --dirty, one is written only where --zip names it." in done.stdout
    assert not (repository / "dist").exists()
    named = run("release", "--dirty", "--zip", "try.zip", cwd=repository)
    assert named.returncode == 0 and "try.zip: " in named.stdout and zipfile.is_zipfile(repository / "try.zip")


def test_the_students_handouts_go_into_the_zip_when_they_were_built_for_the_release(repository: Path) -> None:
    pages = repository / "dist" / "handouts"
    pages.mkdir(parents=True)
    for name in ("student.html", "student.pdf", "staff.html"):
        (pages / name).write_text(name)
    (pages / "RELEASE").write_text("of another term\n")
    linked = "<!-- only handouts -->\n[The handout](handouts/student.html)\n<!-- end -->\n"
    (repository / "solution" / "student_readme.md").write_text(linked)
    release = ["release", "--dirty", "--zip", "dist/assignment.zip"]
    done = run(*release, cwd=repository)
    assert "It includes no handouts: dist/handouts has none that were built for this release." in done.stdout
    assert (handouts_in(repository), readme_in(repository)) == ([], "")
    (pages / "RELEASE").write_text(f"{digests.release_of(repository / 'solution')}\n")
    done = run(*release, cwd=repository)
    assert "It includes handouts/student.html, handouts/student.pdf." in done.stdout
    assert handouts_in(repository) == ["toy/handouts/student.html", "toy/handouts/student.pdf"]
    assert readme_in(repository) == "[The handout](handouts/student.html)\n"
    assert not (repository / "assignment" / "handouts").exists()
    assert (repository / "assignment" / "README.md").read_text() == ""


def readme_in(repository: Path) -> str:
    with zipfile.ZipFile(repository / "dist" / "assignment.zip") as archive:
        return archive.read("toy/README.md").decode()


def handouts_in(repository: Path) -> list[str]:
    with zipfile.ZipFile(repository / "dist" / "assignment.zip") as archive:
        return [name for name in archive.namelist() if "handouts/" in name]


def test_release_and_bundle_name_the_same_release(repository: Path) -> None:
    for words in (["release", "--zip", "dist/assignment.zip"], ["bundle"]):
        assert run(*words, "--dirty", cwd=repository).returncode == 0
    release = digests.release_of(repository / "solution")
    with zipfile.ZipFile(repository / "dist" / "assignment.zip") as archive:
        assert archive.read("toy/kit/RELEASE").decode().strip() == release
    with zipfile.ZipFile(repository / "dist" / "autograder.zip") as archive:
        assert archive.read("RELEASE").decode().strip() == release


@pytest.mark.parametrize("python", ["foo", "3", "3.9", "312"])
def test_a_python_that_there_cannot_be_is_refused_in_a_sentence(repository: Path, python: str) -> None:
    refused = run("bundle", "--offline", "--python", "3.12", "--python", python, cwd=repository)
    assert refused.returncode == 2 and "Traceback" not in refused.stderr
    assert f"'{python}' is not a version of Python; write 3.10, 3.12 or the like, 3.10 or later." in refused.stderr


def test_a_question_whose_code_goes_to_students_as_it_is_is_named(repository: Path) -> None:
    source = repository / "solution" / "toy.py"
    assert "BEGIN SOLUTION" not in run("release", "--dirty", cwd=repository).stderr
    kept = [line for line in source.read_text().splitlines() if "# BEGIN SOLUTION t1" not in line]
    ends = [number for number, line in enumerate(kept) if line.strip() == "# END SOLUTION"]
    begins = [number for number, line in enumerate(kept) if "# BEGIN SOLUTION" in line]
    first = min(begins, default=len(kept))
    left = [line for number, line in enumerate(kept) if number not in ends or number > first]
    source.write_text("\n".join(left) + "\n")
    run("freeze", "--assignment", "solution", cwd=repository)
    done = run("release", "--dirty", cwd=repository)
    assert "Note: nothing is marked with `# BEGIN SOLUTION` for t1" in done.stderr, done.stderr
