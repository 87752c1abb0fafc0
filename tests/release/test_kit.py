"""The kit holds the public checks, works by itself, and hidden checks leave no trace in it."""

from __future__ import annotations

import shutil

import numpy as np

from autograder.answers import npz
from autograder.answers.store import load_answers
from autograder.grading import time_limits
from autograder.grading.grader import Grader
from autograder.grading.time_limits import Calibration
from autograder.intake.submission import open_submission
from autograder.records import Submission
from autograder.release.folder import assignment_files, write_folder
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import TOY
from tests.support.reports import in_bytes


def test_the_kit_grades_at_home_what_is_public(folder, sandbox, toy_source):
    kit = loader.load(folder / "kit")
    assert [check.id for check in kit.checks] == ["t1.double", "t1.slope"]
    answers = load_answers(folder / "kit" / "answers.npz", kit)
    files = in_bytes(toy_source)
    assert {line.verdict.status for line in Grader(kit, answers, sandbox).grade(Submission("me", files)).lines} == {
        "passed"
    }
    stubs = Grader(kit, answers, sandbox).grade(open_submission(folder, kit.files))
    assert [line.verdict.message for line in stubs.lines] == [
        "Not written yet: t1: double.",
        "Not written yet: t1: scaled_backward.",
    ]


def test_hidden_checks_leave_no_trace_in_the_folder(folder, toy, toy_answers):
    hidden = [check for check in toy.checks if not check.public]
    everything = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    names = [check.id for check in hidden] + [
        "is_permutation",
        "two_orders_differ",
        "def classify(student",
        "def shuffled(student",
    ]
    for name in names:
        assert name.encode() not in everything
    kept = npz.unpack((folder / "kit" / "answers.npz").read_bytes())
    assert {row[1] for row in kept["rows"]} == {"t1.double", "t1.slope"}
    secret = toy_answers.of(hidden[0], 1)[0].answer["z"]
    with np.load(folder / "kit" / "answers.npz") as archive:
        assert not any(
            archive[name].shape == secret.shape and np.allclose(archive[name], secret) for name in archive.files
        )


def test_where_hidden_cases_come_from_is_not_in_it(folder):
    text = (folder / "kit" / "assignment.yaml").read_text()
    assert "seed" not in text and "decks" not in text
    assert loader.load(folder / "kit").seed is None


def test_the_kit_knows_the_pace_of_the_public_checks_and_of_no_other(toy, toy_answers, tmp_path):
    staff = shutil.copytree(TOY, tmp_path / "staff")
    time_limits.write(staff / "pace.json", Calibration(0.25, {"t1.double": 0.5, "t1.scaled": 0.75, "t1.slope": 1.5}))
    write_folder(tmp_path / "out", assignment_files(StaffFolder(staff), toy, toy_answers))
    public = Calibration(0.25, {"t1.double": 0.5, "t1.slope": 1.5})
    assert time_limits.read(tmp_path / "out" / "kit" / "pace.json") == public


def test_the_playgrounds_folder_is_in_the_kit_as_it_is(folder, toy, toy_answers, tmp_path):
    assert not (folder / "kit" / "playground").exists()
    staff = shutil.copytree(TOY, tmp_path / "staff")
    (staff / "playground" / "data").mkdir(parents=True)
    (staff / "playground" / "adapter.py").write_text("ABILITIES = {}\n")
    (staff / "playground" / "data" / "points.csv").write_text("1,2,a\n")
    (staff / "playground" / ".draft.py").write_text("secret = 1\n")
    write_folder(tmp_path / "out", assignment_files(StaffFolder(staff), toy, toy_answers))
    released = (tmp_path / "out" / "kit" / "playground").rglob("*")
    names = {path.relative_to(tmp_path / "out" / "kit").as_posix() for path in released if path.is_file()}
    assert names == {"playground/adapter.py", "playground/data/points.csv"}
