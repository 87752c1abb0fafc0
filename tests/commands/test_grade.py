"""`autograder grade` as run_autograder calls it: metadata in, results.json valid from the first moment on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.gradescope.schema import problems_of
from autograder.spec import loader, staff_folder
from autograder.spec.staff_folder import StaffFolder
from tests.support.commands import command
from tests.support.toy import copy_of_toy, edited
from tests.support.waiting import wait_for
from tests.support.warm import run

POLICY = "late: {percent_a_day: 10}\nhints_per_day: 1\n"
METADATA: dict[str, Any] = {
    "id": 2,
    "created_at": "2026-11-21T12:00:00.000000-08:00",
    "assignment": {"due_date": "2026-11-20T23:59:00.000000-08:00", "total_points": "10.0"},
    "users": [{"name": "One"}],
    "previous_submissions": [{"submission_time": "2026-11-21T09:00:00.000000-08:00", "score": 1.0}],
}


@pytest.fixture
def grading(toy_answers: Answers, tmp_path: Path) -> Path:
    """The toy assignment under a late policy and a hint budget, frozen."""
    folder = edited(copy_of_toy(tmp_path / "grading"), ("total_seconds: 60\n", f"total_seconds: 60\n{POLICY}"))
    store.save_answers(folder / staff_folder.ANSWERS_NAME, toy_answers)
    return folder


@pytest.fixture
def submission(tmp_path: Path, toy_source: dict[str, str]) -> Path:
    """The reference's files, but for one hidden function."""
    folder = tmp_path / "submission"
    folder.mkdir()
    for name, text in toy_source.items():
        (folder / name).write_text(text.replace("return k * x", "return k + x"))
    return folder


def grade(submission: Path, grading: Path, *words: str) -> tuple[subprocess.CompletedProcess[str], Any]:
    results = grading.parent / "results.json"
    done = run("grade", submission, "--assignment", grading, "--results", results, *words)
    return done, json.loads(results.read_text()) if results.exists() else None


def metadata_file(grading: Path, **changed: Any) -> str:
    path = grading.parent / "submission_metadata.json"
    path.write_text(json.dumps({**METADATA, **changed}))
    return str(path)


def test_lateness_and_hints_follow_the_metadata(submission: Path, grading: Path) -> None:
    done, results = grade(submission, grading, "--metadata", metadata_file(grading))
    assert done.returncode == 0 and problems_of(results) == []
    rows = {test["name"].split(":")[0]: test for test in results["tests"]}
    assert results["tests"][-1]["name"] == "Late by 12 hours 1 minute: -0.7 points"
    assert results["score"] == pytest.approx(6.3)
    assert rows["t1.scaled"]["output"] == (
        "This check fails. Hidden checks say what is wrong once within 24 hours, and this is submission 2."
    )


def test_the_clock_of_this_machine_changes_nothing(submission: Path, grading: Path) -> None:
    in_time = {**METADATA["assignment"], "due_date": "2026-11-21T12:00:00.000000-08:00"}
    _, results = grade(submission, grading, "--metadata", metadata_file(grading, assignment=in_time))
    assert results["score"] == 7 and not [test for test in results["tests"] if "Late" in test["name"]]


def test_without_metadata_a_submission_gets_its_hints_and_staff_read_that_lateness_is_not_known(
    submission: Path, grading: Path
) -> None:
    done, results = grade(submission, grading)
    assert results["score"] == 7 and "Hint: Every entry" in json.dumps(results["tests"])
    said = "No late penalty was applied: no metadata was given, so lateness is unknown."
    assert f"For staff: {said}" in " ".join(done.stdout.split())
    assert {"finding": said} in results["extra_data"]["findings"]


def test_metadata_that_staff_name_must_be_there(submission: Path, grading: Path) -> None:
    done, results = grade(submission, grading, "--metadata", str(grading.parent / "none.json"))
    assert done.returncode == 2 and results is None
    assert "Invalid value for '--metadata': File" in done.stderr and "none.json' does not exist." in done.stderr


def test_staff_run_one_case_of_one_deck(submission: Path, grading: Path) -> None:
    done, results = grade(submission, grading, "-q", "t1.scaled", "--deck", "2", "--case", "random 1")
    assert "The case 'random 1'" in done.stdout and len(results["tests"]) == 1
    assert results["extra_data"]["replays"] == {
        "t1.scaled": 'python -m autograder grade PATH --assignment FOLDER -q t1.scaled --deck 2 --case "random 1"'
    }


def test_a_case_without_its_check_is_refused(submission: Path, grading: Path) -> None:
    done, _ = grade(submission, grading, "-q", "t1", "--case", "random 1")
    assert done.returncode == 2 and "--case runs one case of one check" in done.stderr


def test_answers_that_are_no_longer_the_references_are_said_to_staff(submission: Path, grading: Path) -> None:
    done, _ = grade(submission, grading)
    assert done.stderr == ""
    for name in ("toy.py", "cases/toy.py"):
        (grading / name).write_text((grading / name).read_text() + "\n# new\n")
    stale = "answers.npz is stale: changed since it was frozen: cases/toy.py, toy.py. Run `autograder freeze`."
    refused, results = grade(submission, grading)
    assert (
        refused.returncode == 3 and f"{stale} To grade by the old answers all the same, add --stale." in refused.stderr
    )
    assert results["score"] == 0
    done, results = grade(submission, grading, "--stale")
    assert done.returncode == 0 and results["score"] == 7 and f"Note: {grading}/{stale}" in done.stderr


def test_a_submission_that_cannot_be_opened_gets_results_that_say_why(grading: Path, tmp_path: Path) -> None:
    (tmp_path / "work.zip").write_bytes(b"not a zip")
    done, results = grade(tmp_path / "work.zip", grading)
    assert done.returncode == 2 and problems_of(results) == []
    assert results["score"] == 0 and results["output"].startswith("Nothing was graded. work.zip is not a zip file")


def test_a_broken_assignment_leaves_the_placeholder_and_a_status(submission: Path, grading: Path) -> None:
    (grading / staff_folder.ANSWERS_NAME).write_bytes(b"damaged")
    done, results = grade(submission, grading)
    assert done.returncode == 3 and "run `autograder freeze`" in done.stderr
    assert results["output"].startswith("The autograder did not finish. This is not your fault")


@pytest.mark.skipif(os.name != "posix", reason="signals as the platform sends them")
def test_a_grader_that_is_killed_leaves_valid_results(submission: Path, grading: Path) -> None:
    path = submission / "toy.py"
    path.write_text(path.read_text().replace("return k + x", "return [0 for _ in iter(int, 1)]"))
    results = grading.parent / "results.json"
    process = subprocess.Popen(
        command("grade", submission, "--assignment", grading, "--results", results),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(results.exists, "the placeholder")
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert problems_of(json.loads(results.read_text())) == []


def test_what_no_worker_may_read_is_the_folder_the_answers_and_the_reference(grading: Path) -> None:
    assignment = loader.load(grading)
    names = ["", staff_folder.ANSWERS_NAME, "toy.py", "helper_free.py"]
    assert StaffFolder(grading).secrets(assignment.files) == tuple(str(grading / name) for name in names)
    (grading / "toy.py").unlink()
    assert str(grading / "toy.py") not in StaffFolder(grading).secrets(assignment.files)
