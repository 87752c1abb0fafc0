"""The kit holds the public checks, works by itself, and hidden checks leave no trace in it."""

from __future__ import annotations

import re
import shutil

import numpy as np
import pytest

from autograder.answers import npz
from autograder.answers.store import load_answers
from autograder.grading import time_limits
from autograder.grading.grader import Grader
from autograder.grading.time_limits import Pace
from autograder.intake.submission import open_submission
from autograder.records import Submission
from autograder.release.folder import assignment_files, write_folder
from autograder.spec import loader
from autograder.spec.slicing import sliced
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import ROOT, SOLUTION, TOY
from tests.support.real import real, real_answers
from tests.support.reports import in_bytes


@pytest.fixture
def folder(tmp_path, toy, toy_answers):
    write_folder(tmp_path / "out", assignment_files(StaffFolder(TOY), toy, toy_answers))
    return tmp_path / "out"


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
    time_limits.write(staff / "pace.json", Pace(0.25, {"t1.double": 0.5, "t1.scaled": 0.75, "t1.slope": 1.5}))
    write_folder(tmp_path / "out", assignment_files(StaffFolder(staff), toy, toy_answers))
    assert time_limits.read(tmp_path / "out" / "kit" / "pace.json") == Pace(0.25, {"t1.double": 0.5, "t1.slope": 1.5})


def test_what_an_earlier_release_left_is_removed(folder, toy, toy_answers):
    (folder / "old.py").write_text("x")
    (folder / "kit" / "probes" / "old.py").write_text("x")
    write_folder(folder, assignment_files(StaffFolder(TOY), toy, toy_answers))
    assert not (folder / "old.py").exists() and not (folder / "kit" / "probes" / "old.py").exists()


def test_a_slice_keeps_what_is_reached_and_nothing_else():
    texts = {
        "a": '"""Doc."""\n\nimport math\nfrom p.b import help_me, other\n\nK = 2\nUNUSED = 3\n\n\n# why\n@deco\n'
        "def wanted(x):\n    return help_me(x) * K\n\n\ndef unwanted(x):\n    return math.pi * UNUSED + other(x)\n\n\n"
        "def deco(f):\n    return f\n",
        "b": "def help_me(x):\n    return x\n\n\ndef other(x):\n    return -x\n",
        "c": "def far(x):\n    return x\n",
    }
    kept = sliced("p", texts, ["wanted"])
    assert set(kept) == {"a", "b"}
    assert "from p.b import help_me\n" in kept["a"] and "# why\n@deco\ndef wanted" in kept["a"] and "K = 2" in kept["a"]
    for gone in ("unwanted", "UNUSED", "math", "other"):
        assert gone not in kept["a"] + kept["b"]


def test_the_committed_assignment_is_what_release_writes():
    assignment = real()
    files = assignment_files(StaffFolder(SOLUTION), assignment, real_answers())
    home = ROOT / "assignment"
    present = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert present == set(files), "assignment/ is stale: run `autograder release`"
    stale = [name for name, data in files.items() if (home / name).read_bytes() != data]
    assert not stale, "assignment/ is stale: run `autograder release`"


def test_the_committed_assignment_gives_nothing_away():
    assignment = real()
    text = "\n".join(
        path.read_text() for path in (ROOT / "assignment").rglob("*") if path.suffix in {".py", ".yaml", ".md"}
    )
    assert "SOLUTION" not in text
    for check in assignment.checks:
        if not check.public:
            assert not re.search(rf"{re.escape(check.id)}\b(?!_)", text), check.id
