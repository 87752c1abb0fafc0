"""Questions that people grade: in every table, and never in the score."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from autograder.answers.store import Answers
from autograder.batch import tables
from autograder.batch.ledger import Ledger
from autograder.gradescope import results as gradescope
from autograder.gradescope.preview.lint import lint
from autograder.gradescope.results import BY_HAND
from autograder.grading.grader import Grader
from autograder.records import Assignment, Report
from autograder.release.folder import assignment_files
from autograder.release.readme import questions_table
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.loader import SpecError
from autograder.spec.staff_folder import StaffFolder
from autograder.writers import terminal
from tests.support.places import TOY
from tests.support.reports import shown, submission_of
from tests.support.toy import REFERENCE, copy_of_toy

QUESTION = (
    "  - id: t4\n    title: What did you find?\n    points: 5\n    by: hand\n    about: One page with a figure.\n"
)


def reference() -> dict[str, str]:
    return {name: (TOY / name).read_text() for name in REFERENCE}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = copy_of_toy(tmp_path / "toy")
    with (folder / "assignment.yaml").open("a") as spec:
        spec.write(QUESTION)
    return folder


@pytest.fixture
def assignment(folder: Path) -> Assignment:
    return loader.load(folder)


@pytest.fixture
def report(assignment: Assignment, toy_answers: Answers, sandbox: Sandbox) -> Report:
    return Grader(assignment, toy_answers, sandbox).grade(submission_of(reference()))


def test_its_points_stand_beside_the_total_and_not_in_it(report: Report, assignment: Assignment, folder: Path) -> None:
    assert (report.score, report.out_of) == (11, 10)
    assert [question.id for question in report.by_hand] == ["t4"]
    text = shown(terminal.write_report, report)
    assert "Total 10 of 10, and 1 of 1 optional point; 5 points more by hand" in text
    [row] = [line for line in text.splitlines() if line.startswith("t4")]
    assert row.split() == ["t4", "What", "did", "you", "find?", "–/5", "by", "hand"]
    assert "| t4 | What did you find? | 5, by hand |" in questions_table(StaffFolder(folder), assignment, ())


def test_the_platform_shows_a_row_without_a_score(report: Report) -> None:
    raw = gradescope.results(report)
    [row] = [test for test in json.loads(raw)["tests"] if "by hand" in test["tags"]]
    assert row["name"] == "t4: What did you find? (5 points, by hand)" and row["output"] == "One page with a figure."
    assert "score" not in row and "max_score" not in row and "status" not in row
    assert [issue for issue in lint(raw, total_points=10) if issue.level == "wrong"] == []
    assert "Course staff grade this question" in BY_HAND


def test_a_table_of_the_class_has_a_column_to_fill(tmp_path: Path, assignment: Assignment) -> None:
    with Ledger(tmp_path) as ledger:
        tables.write_tables(tmp_path, assignment, ledger)
    [head] = csv.reader((tmp_path / tables.GRADES).read_text(encoding="utf-8-sig").splitlines())
    assert head[-4:] == ["t1", "t2", "t3", "t4 (by hand)"]


def test_the_kit_knows_nothing_of_it_and_only_this_question_can_be_asked_for(
    folder: Path, assignment: Assignment, toy_answers: Answers, sandbox: Sandbox
) -> None:
    files = assignment_files(StaffFolder(folder), assignment, toy_answers)
    assert b"t4" not in files["kit/assignment.yaml"]
    grader = Grader(assignment, toy_answers, sandbox)
    assert not grader.grade(submission_of(reference()), ["t3"]).by_hand


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    by: hand\n    about", "    about", "a question needs `checks`, or `by: hand` when people grade it"),
        ("by: hand", "by: hands", "this must be 'hand'; got 'hands'. Did you mean 'hand'?"),
        (
            "    by: hand\n",
            "    by: hand\n    checks: [{id: t4.a}]\n",
            "a question that is graded by hand has no checks",
        ),
    ],
)
def test_what_is_neither_is_told_with_its_place(folder: Path, old: str, new: str, said: str) -> None:
    spec = folder / "assignment.yaml"
    spec.write_text(spec.read_text().replace(QUESTION, QUESTION.replace(old, new)))
    with pytest.raises(SpecError) as caught:
        loader.load(folder)
    first = next(line for line in str(caught.value).splitlines() if said in line)
    line = next(number for number, text in enumerate(spec.read_text().splitlines(), 1) if "t4" in text)
    assert int(first.removeprefix(f"{spec}:").split(":")[0]) in range(line, line + 5)
