"""An assignment, its answers and what was seen are plain values: any other process judges by them as this one does."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from traceback import extract_tb

import pytest

from autograder.checks import KINDS
from autograder.records import AnswerKey, Laws, Submission
from autograder.spec import loader
from tests.support.places import ROOT, TOY
from tests.support.real import real, real_answers
from tests.support.reports import rejudge

JUDGE = """
import pickle, sys
from tests.support.reports import rejudge

assignment, kept = pickle.load(sys.stdin.buffer)
verdicts = {check.id: rejudge(check, *kept[check.id]) for check in assignment.checks}
pickle.dump(verdicts, sys.stdout.buffer)
"""

GRADE = """
import pickle, sys
from autograder.grading.grader import Grader
from autograder.sandbox import Sandbox

if __name__ == "__main__":
    assignment, answers, submission = pickle.load(sys.stdin.buffer)
    with Sandbox() as sandbox:
        report = Grader(assignment, answers, sandbox).grade(submission)
    verdicts = {line.check.id: (line.verdict.status, line.verdict.message) for line in report.lines}
    pickle.dump(verdicts, sys.stdout.buffer)
"""


def elsewhere(script: str, value: object, folder: Path) -> object:
    """What a script in a folder of its own makes of a value that reaches it by pickle alone."""
    (folder / "script.py").write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "script.py"],
        input=pickle.dumps(value),
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return pickle.loads(done.stdout)


@pytest.fixture
def assignment(tmp_path: Path):
    """The toy, read from a folder that is gone."""
    folder = Path(shutil.copytree(TOY, tmp_path / "toy"))
    found = loader.load(folder)
    shutil.rmtree(folder)
    return found


@pytest.fixture
def files(toy_source):
    return {"toy.py": toy_source["toy.py"].replace("2 * x", "3 * x"), "helper_free.py": toy_source["helper_free.py"]}


def test_every_kind_of_check_is_judged_alike_where_the_staff_folder_never_was(
    assignment, toy_answers, grade_toy, files, tmp_path
):
    report = grade_toy(files, deck=1)
    kept = {}
    for line in report.lines:
        rows = toy_answers.of(line.check, 1)
        key = AnswerKey(tuple(row.answer for row in rows), assignment.laws)
        kept[line.check.id] = ([row.case for row in rows], key, line.transcript)
    assert {line.check.kind for line in report.lines} == set(KINDS) - {"source"}  # which has neither answer nor law
    there = elsewhere(JUDGE, (assignment, kept), tmp_path)
    here = {check.id: rejudge(check, *kept[check.id]) for check in assignment.checks}
    assert there == here and {verdict.status for verdict in here.values()} == {"passed", "failed"}


def test_a_submission_is_graded_alike_where_the_staff_folder_never_was(
    assignment, toy_answers, grade_toy, files, tmp_path
):
    submission = Submission("toy student", {name: text.encode() for name, text in files.items()})
    there = elsewhere(GRADE, (assignment, toy_answers, submission), tmp_path)
    assert there == {line.check.id: (line.verdict.status, line.verdict.message) for line in grade_toy(files).lines}


def test_the_real_assignment_and_its_answers_pickle() -> None:
    assignment = real()
    answers = real_answers()
    again = pickle.loads(pickle.dumps((assignment, answers)))
    assert again[0] == assignment and again[1].rows.keys() == answers.rows.keys()


def test_no_value_of_an_assignment_names_the_folder_it_was_read_from(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TOY, tmp_path / "a_very_long_name"))
    assert b"a_very_long_name" not in pickle.dumps(loader.load(folder))


def test_laws_with_the_same_text_are_equal_and_their_modules_import_each_other() -> None:
    tools = "LIMIT = 3\n\n\ndef small(x):\n    return x < LIMIT\n"
    law = (
        "from laws.tools import small\n\n\ndef is_small(inputs, outputs):\n    return None if small(outputs['x']) "
        "else 'large'\n"
    )
    laws = Laws((("sizes", law), ("tools", tools)))
    assert list(laws) == ["is_small"] and laws["is_small"]({}, {"x": 5}) == "large"
    assert laws == Laws((("sizes", law), ("tools", tools))) == pickle.loads(pickle.dumps(laws))
    assert not [name for name in sys.modules if name.partition(".")[0] == "laws"]


def test_a_law_that_raises_names_its_file_and_line_though_there_is_no_file() -> None:
    laws = Laws((("raising", "def raises(inputs, outputs):\n    return outputs['missing']\n"),))
    with pytest.raises(KeyError) as error:
        laws["raises"]({}, {})
    last = extract_tb(error.value.__traceback__)[-1]
    assert (last.filename, last.lineno, last.line) == ("laws/raising.py", 2, "return outputs['missing']")
