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
from tests.support.toy import edited
from tests.support.warm import run

POLICY = """\
late: {percent_a_day: 10, term: true}
dates: {due: 2023-09-18 12:00 +0000}
"""
KEY = "submission_381579075"
"""A pair, three late days late."""


def with_policy(staff: Path) -> Path:
    edited(staff, ("total_seconds: 60\n", f"total_seconds: 60\n{POLICY}"))
    with_policy_of_the_term(staff.parent)
    return staff


def with_policy_of_the_term(folder: Path) -> None:
    (folder / "term.yaml").write_text('slip_days: 3\nused: {hw0: {ada@example.edu: 1}, toy: {"201": 3}}\n')


def test_a_term_that_lacks_the_days_of_those_who_have_no_score_says_so(
    tmp_path: Path, staff: Path, toy_source: dict[str, str]
) -> None:
    with_policy(staff)
    where = as_folder(tmp_path / "class", gradescope(toy_source))
    first = batch(where, staff, "--only", "submission_2")
    assert "out/term.yaml, without those of 3 submissions that have no score yet" in first.stdout
    assert "out/term.yaml, without those of 1 submission that has no score yet" in batch(where, staff).stdout


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
    (tmp_path / "term.yaml").write_text("slip_days: 3\nused: {hw0: {ada@example.edu: 3}}\n")
    judged = run("rejudge", tmp_path / "out", "--assignment", staff, "--to", tmp_path / "again")
    assert "again/term.yaml" in judged.stdout, judged.stderr
    moves = tmp_path / "out" / "grades.csv"
    compared = run("diff", tmp_path / "out", tmp_path / "again")
    assert "late policy 1.1 -> 3.3 points lost, 2 -> 0 slip days used" in compared.stdout
    assert run("diff", tmp_path / "out", tmp_path / "again", "--csv", moves).returncode == 2
    assert "slip days" in moves.read_text(), "the class's table is no place for a list"
    batch(where, staff)
    assert grades(tmp_path / "again") == grades(tmp_path / "out")
    assert grades(tmp_path / "again")[KEY]["slip days"] == "0"
    assert (tmp_path / "again" / "term.yaml").read_bytes() == (tmp_path / "out" / "term.yaml").read_bytes()
    with_policy_of_the_term(tmp_path)
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
            [
                ["Name", "Email", "Slip days left", "Due"],
                ["Ada", "ada@example.edu", "1", "2023-09-19 12:00 +0000"],
                ["X", "x@b.edu", "some", ""],
            ]
        )
    done = batch(where, staff, "--roster", tmp_path / "roster.csv")
    assert done.returncode == 0, done.stderr
    assert "Slip days on the roster that are not whole numbers: some of X" in done.stderr
    first = grades(tmp_path / "out")
    assert (first[KEY]["slip days"], first[KEY]["lost by lateness"]) == ("1", "1.1") and first[""]["name"] == "X"
    later = batch(where, staff, "--only", KEY)
    assert "2 students on the roster roster.csv, kept from an earlier run; --roster replaces it." in later.stderr
    assert grades(tmp_path / "out") == first
    run("rejudge", tmp_path / "out", "--assignment", staff, "--to", tmp_path / "again")
    assert grades(tmp_path / "again") == first
    (tmp_path / "roster.csv").write_text("Name,Email\nAda,ada@example.edu\n")
    batch(where, staff, "--roster", tmp_path / "roster.csv")
    last = grades(tmp_path / "out")
    assert last[KEY]["slip days"] == "2" and "" not in last


def test_the_bundle_holds_the_terms_file_wherever_it_stands(staff: Path) -> None:
    folder = with_policy(staff)
    assert grading_folder(StaffFolder(folder), loader.load(folder))["term.yaml"].startswith(b"slip_days: 3")
