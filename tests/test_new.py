"""A new assignment grades, releases and explains mistakes before anything in it is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_commands import run


@pytest.fixture(scope="module")
def staff(tmp_path_factory) -> Path:
    staff = tmp_path_factory.mktemp("staff")
    for words in (
        ["new", "mine"],
        ["freeze", "--assignment", "mine"],
        ["release", "--assignment", "mine", "--to", "students"],
    ):
        done = run(*words, cwd=staff)
        assert done.returncode == 0, done.stderr
    return staff


def test_its_reference_earns_everything_and_its_stubs_nothing(staff):
    for folder, score in (("mine", 10), ("students", 0)):
        done = run("grade", folder, "--assignment", "mine", "--results", f"{folder}.json", cwd=staff)
        assert done.returncode == 0, done.stderr
        assert json.loads((staff / f"{folder}.json").read_text())["score"] == score


def test_a_known_mistake_gets_its_hint(staff):
    wrong = staff / "wrong"
    wrong.mkdir()
    source = (staff / "mine" / "logistic.py").read_text()
    assert "np.mean(np.logaddexp" in source
    (wrong / "logistic.py").write_text(source.replace("np.mean(np.logaddexp", "np.sum(np.logaddexp"))
    done = run("grade", "wrong", "--assignment", "mine", "--results", "wrong.json", cwd=staff)
    assert "Does your value change when every example is listed twice?" in " ".join(done.stdout.split())


def test_a_student_can_check_it_at_home(staff):
    assert run("check", cwd=staff / "students").returncode == 1
    (staff / "students" / "logistic.py").write_text((staff / "mine" / "logistic.py").read_text())
    assert run("check", cwd=staff / "students").returncode == 0


def test_a_folder_that_holds_something_is_left_alone(staff):
    done = run("new", "mine", cwd=staff)
    assert done.returncode == 2 and "mine is not empty" in done.stderr
