"""A public check may have other cases at home than where it counts, and a leaderboard whose number students see."""

from __future__ import annotations

import pytest

from autograder.answers.store import save_answers
from autograder.freeze.reference import freeze
from autograder.release.folder import assignment_files, write_folder
from autograder.spec import loader
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import TOY
from tests.support.toy import edited
from tests.support.warm import run

AT_HOME = "cases: classify\n        home_cases: classify_at_home\n        public: true"
ONE_CASE = """

def classify_at_home(rng):
    return [Case("four numbers", {"X": np.array([1.0, -1, 2, -2])}, keep={"labels": np.array([1, 0, 1, 1])})]
"""


@pytest.fixture
def round_at_home(toy_folder):
    """The toy assignment, where `t2.classify` is public and has four numbers of its own at home."""
    cases = toy_folder / "cases" / "toy.py"
    cases.write_text("import numpy as np\n" + cases.read_text() + ONE_CASE)
    return edited(toy_folder, ("cases: classify", AT_HOME), ("full: 0.95", "full: 0.75"))


def test_a_student_sees_the_number_of_a_leaderboard_at_home_and_that_it_will_be_another(
    round_at_home, sandbox, tmp_path
):
    staff, assignment = StaffFolder(round_at_home), loader.load(round_at_home)
    answers = freeze(staff, assignment, sandbox)
    save_answers(staff.answers, answers)
    classify = next(check for check in assignment.checks if check.id == "t2.classify")
    assert [len(answers.cases(classify, deck)[0].inputs["X"]) for deck in range(3)] == [4, 200, 200]

    home = tmp_path / "home"
    write_folder(home, assignment_files(staff, assignment, answers))
    (home / "toy.py").write_text((TOY / "toy.py").read_text())
    done = run("check", "t2", cwd=home)
    assert "t2.board: Accuracy on the leaderboard. Accuracy: 0.7500" in done.stdout, done.stderr
    assert "The leaderboard's own data are others than those at home: expect other numbers there." in done.stdout
    assert "Accuracy: 0.7500" in run("check", "t2", "--all", cwd=home).stdout
    assert "leaderboard" not in run("check", "t1", cwd=home).stdout
    kit = loader.load(home / "kit")
    assert answers.cases(kit.checks[-1], PUBLIC_DECK)[0].name == "four numbers"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("cases: classify\n        home_cases: clasify\n        public: true", "Did you mean 'classify'?"),
        ("cases: classify\n        home_cases: classify", "without it, `home_cases` are never used"),
    ],
)
def test_cases_at_home_are_a_function_of_a_public_check(toy_folder, new, words):
    with pytest.raises(loader.SpecError) as error:
        loader.load(edited(toy_folder, ("cases: classify", new)))
    assert words in str(error.value)


def test_other_cases_at_home_leave_verdicts_kept_for_the_rest_valid(toy, round_at_home):
    before, after = (
        next(check for check in one.checks if check.id == "t1.double") for one in (toy, loader.load(round_at_home))
    )
    assert repr(before) == repr(after)
