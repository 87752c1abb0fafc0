"""`autograder batch`: a class in, results, pages and tables out, and nothing twice."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

from autograder.batch.ledger import Ledger
from tests.support.commands import run


def batch(where: Path, staff: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run("batch", where, "--assignment", staff, "--out", where.parent / "out", *words)


def grades(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def test_a_class_becomes_results_pages_and_tables(classroom: Path, staff: Path) -> None:
    done = batch(classroom, staff)
    assert done.returncode == 0, done.stderr
    out = classroom.parent / "out"
    rows = grades(out)
    assert {key: (row["score"], row["outcome"]) for key, row in rows.items()} == {
        "ada": ("11", "graded"),
        "bob": ("7", "graded"),
        "cleo": ("1", "crash"),
        "dan": ("9", "crash"),
        "eve": ("10", "graded"),
        "fay": ("0", "missing files"),
        "gil": ("", "unreadable"),
    }
    for key in rows:
        assert json.loads((out / "results" / f"{key}.json").read_bytes())["score"] == float(rows[key]["score"] or 0)
        assert (out / "pages" / f"{key}.html").read_text().startswith("<!doctype html>")
    triage = (out / "triage.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in triage] == ["key", "gil", "fay", "cleo", "dan"]
    assert "Could not be imported: toy.py." in triage[3]


def test_a_second_run_grades_nothing_again(classroom: Path, staff: Path) -> None:
    batch(classroom, staff)
    out = classroom.parent / "out"
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/*")}
    again = batch(classroom, staff)
    assert again.returncode == 0
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/*")} == before


def test_the_ledger_gives_back_what_the_class_page_needs(classroom: Path, staff: Path) -> None:
    batch(classroom, staff)
    with Ledger(classroom.parent / "out") as ledger:
        submissions = {one.key: one for one in ledger.submissions()}
    bob = {check.id: check for check in submissions["bob"].checks}
    assert (bob["t1.scaled"].status, bob["t1.scaled"].score, bob["t1.scaled"].max) == ("failed", 0.0, 3.0)
    assert bob["t1.slope"].waits_for == ("t1.scaled",)
    assert submissions["bob"].score == 7
    cleo = {check.id: check for check in submissions["cleo"].checks}["t1.double"]
    assert cleo.error is not None
    assert (cleo.error.fault, cleo.error.file) == ("load", "toy.py")
    assert submissions["gil"].score is None


def test_grade_and_batch_come_to_the_same_verdicts(classroom: Path, staff: Path) -> None:
    batch(classroom, staff)
    for name in ("ada", "bob", "cleo", "dan"):
        alone = classroom.parent / f"{name}.json"
        run("grade", classroom / name, "--assignment", staff, "--results", alone)
        together = json.loads((classroom.parent / "out" / "results" / f"{name}.json").read_bytes())
        assert _told(json.loads(alone.read_bytes())) == _told(together)


def _told(results: dict[str, object]) -> dict[str, object]:
    """Everything but what differs from run to run and says how late it is."""
    return {key: value for key, value in results.items() if key != "extra_data"}
