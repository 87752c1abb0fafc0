"""Slip days over a term, from a class's export to grades and to the next assignment's term.yaml."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from autograder.gradescope.bundle import grading_folder
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.batch.test_batch import batch, grades
from tests.intake.exports import as_folder, gradescope
from tests.support.commands import run
from tests.support.toy import edited

POLICY = """\
late: {percent_a_day: 10, term: true}
dates: {due: 2023-09-18 12:00 +0000}
"""
KEY = "submission_381579075"
"""A pair, three late days late."""


def with_policy(staff: Path) -> Path:
    edited(staff, ("total_seconds: 60\n", f"total_seconds: 60\n{POLICY}"))
    (staff.parent / "term.yaml").write_text('slip_days: 3\nused: {hw0: {ada@example.edu: 1}, toy: {"201": 3}}\n')
    return staff


def test_a_class_and_a_single_submission_use_the_days_that_are_left(
    tmp_path: Path, staff: Path, toy_source: dict[str, str]
) -> None:
    with_policy(staff)
    where = as_folder(tmp_path / "class", gradescope(toy_source))
    done = batch(where, staff)
    assert done.returncode == 0, done.stderr
    row = grades(tmp_path / "out")[KEY]
    assert (row["slip days"], row["score"], row["lost by lateness"]) == ("2", "9.9", "1.1")
    term = (tmp_path / "out" / "term.yaml").read_text()
    assert (
        "hw0:\n    ada@example.edu: 1\n" in term
        and "ada@example.edu: 2\n" in term
        and "'202': 2\n" in term
        and "999" not in term
    )
    metadata = tmp_path / "submission_metadata.json"
    users = [{"email": "Ada@example.edu", "sid": "0201"}, {"sid": 202}]
    metadata.write_text(json.dumps({"created_at": "2023-09-21T04:06:55.640553Z", "users": users}))
    folder = where / "assignment_8046601_export" / KEY
    run("grade", folder, "--assignment", staff, "--results", tmp_path / "alone.json", "--metadata", metadata)
    alone = json.loads((tmp_path / "alone.json").read_bytes())
    assert alone["score"] == 9.9
    assert "Before this work 2 slip days were left for the term" in alone["tests"][-1]["output"]


def test_a_rosters_column_comes_before_the_terms_file(tmp_path: Path, staff: Path, toy_source: dict[str, str]) -> None:
    with_policy(staff)
    where = as_folder(tmp_path / "class", gradescope(toy_source))
    with (tmp_path / "roster.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [["Name", "Email", "Slip days left"], ["Ada", "ada@example.edu", "1"], ["X", "x@b.edu", "some"]]
        )
    done = batch(where, staff, "--roster", tmp_path / "roster.csv")
    assert done.returncode == 0, done.stderr
    assert "Slip days on the roster that are no whole numbers: some of X" in done.stderr
    assert grades(tmp_path / "out")[KEY]["slip days"] == "1"


def test_the_bundle_holds_the_terms_file_wherever_it_stands(staff: Path) -> None:
    folder = with_policy(staff)
    assert grading_folder(StaffFolder(folder), loader.load(folder))["term.yaml"].startswith(b"slip_days: 3")
