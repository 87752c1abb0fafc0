"""A new assignment grades, proves, releases and bundles as it is, by the very commands that `new` prints."""

from __future__ import annotations

import json
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest

from autograder.commands.new import ABOUT
from tests.support.generality import OTHERS_WORDS
from tests.support.places import SOLUTION
from tests.support.warm import run

pytestmark = pytest.mark.slow

COMMANDS = ("freeze", "grade", "prove", "release", "bundle")


@pytest.fixture(scope="module")
def followed(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A folder with another course's releases, in which the commands that `new` prints were run, and what each said."""
    staff, said = tmp_path_factory.mktemp("staff"), {}
    (staff / "dist").mkdir()
    for name in ("assignment.zip", "autograder.zip"):
        (staff / "dist" / name).write_text("of another assignment")
    printed = run("new", "mine", cwd=staff)
    assert printed.returncode == 0, printed.stderr
    lines = [line for line in printed.stdout.splitlines() if line.startswith("  python -m autograder ")]
    commands = [shlex.split(line)[3:] for line in lines]
    assert tuple(words[0] for words in commands) == COMMANDS
    for words in commands:
        done = run(*words, cwd=staff)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        said[words[0]] = done.stdout
    return staff, said


@pytest.fixture
def staff(followed: tuple[Path, dict[str, str]]) -> Path:
    return followed[0]


def test_its_reference_earns_everything_and_its_stubs_nothing(staff):
    for folder, score in (("mine", 10), ("dist/mine/assignment", 0)):
        done = run("grade", folder, "--assignment", "mine", "--results", "results.json", cwd=staff)
        assert done.returncode == 0, done.stderr
        assert json.loads((staff / "results.json").read_text())["score"] == score


def test_it_proves_with_variants_of_its_own(followed):
    staff, said = followed
    assert "NOT PROVED" not in said["prove"]
    assert "2 of 2 variants in mine/variants earn full marks" in said["prove"]
    assert "3 of 3 checks catch at least one mistake" in said["prove"]
    part = run("prove", "--assignment", "mine", "--jobs", "4", "--part", "mistakes", cwd=staff)
    assert part.returncode == 0 and "5 of 5 mistakes get their own hint" in part.stdout


@pytest.mark.parametrize("name", ABOUT)
def test_nothing_in_a_new_assignment_mentions_another_one(tmp_path: Path, name: str) -> None:
    done = run("new", "mine", "--from", name, cwd=tmp_path)
    assert done.returncode == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    mentions = {path: found.group() for path, data in made.items() if (found := OTHERS_WORDS.search(data))}
    assert len(made) > 5 and mentions == {} and not OTHERS_WORDS.search(done.stdout.encode())


@pytest.mark.parametrize("name", ["numerical", "notebook"])
def test_every_other_start_is_proved_and_released_as_it_is(tmp_path: Path, name: str) -> None:
    printed = run("new", "--from", name, "mine", cwd=tmp_path)
    lines = [line for line in printed.stdout.splitlines() if line.startswith("  python -m autograder ")]
    assert printed.returncode == 0 and (tmp_path / "mine" / "assignment.schema.json").exists()
    for words in [shlex.split(line)[3:] for line in lines]:
        done = run(*words, cwd=tmp_path)
        assert done.returncode == 0 and "NOT PROVED" not in done.stdout, f"{words}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "dist" / "mine" / "assignment" / "q1.ipynb").exists() == (name == "notebook")
    stubs = run("grade", "dist/mine/assignment", "--assignment", "mine", "--results", "r.json", cwd=tmp_path)
    assert stubs.returncode == 0 and json.loads((tmp_path / "r.json").read_text())["score"] == 0


def test_variants_of_another_assignment_are_refused(staff):
    others = SOLUTION.parent / "tests" / "variants"
    done = run("prove", "--assignment", "mine", "--variants", others, cwd=staff)
    assert done.returncode == 2
    assert "holds variants of another assignment: none of its folders has one of logistic.py." in done.stderr


def test_what_is_made_of_it_stands_beside_another_assignments(staff):
    for name in ("assignment.zip", "autograder.zip"):
        assert (staff / "dist" / name).read_text() == "of another assignment"
    with zipfile.ZipFile(staff / "dist" / "mine" / "assignment.zip") as archive:
        assert "logistic-regression/logistic.py" in archive.namelist()
    with zipfile.ZipFile(staff / "dist" / "mine" / "autograder.zip") as archive:
        names = archive.namelist()
    assert {"run_autograder", "grading/answers.npz"} <= set(names)
    assert not [name for name in names if "variants" in name or name.endswith("grading/logistic.py")]


def test_a_known_mistake_gets_its_hint(staff):
    wrong = staff / "wrong"
    wrong.mkdir()
    source = (staff / "mine" / "logistic.py").read_text()
    assert "np.mean(np.logaddexp" in source
    (wrong / "logistic.py").write_text(source.replace("np.mean(np.logaddexp", "np.sum(np.logaddexp"))
    done = run("grade", "wrong", "--assignment", "mine", "--results", "wrong.json", cwd=staff)
    assert "Does your value change when every example is listed twice?" in " ".join(done.stdout.split())


def test_a_student_can_check_it_at_home(staff, tmp_path):
    home = shutil.copytree(staff / "dist" / "mine" / "assignment", tmp_path / "home")
    assert run("check", cwd=home).returncode == 1
    (home / "logistic.py").write_text((staff / "mine" / "logistic.py").read_text())
    assert run("check", cwd=home).returncode == 0


def test_a_folder_that_holds_something_is_left_alone(staff):
    done = run("new", "mine", cwd=staff)
    assert done.returncode == 2 and "mine exists and is not an empty folder" in done.stderr
