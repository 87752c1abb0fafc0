"""`autograder batch`: a class in, results, pages and tables out, and nothing twice."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

from autograder.batch.ledger import Ledger
from tests.batch.conftest import hand_in
from tests.intake.exports import as_folder, as_zip, canvas, gradescope
from tests.support.toy import edited
from tests.support.warm import run


def batch(where: Path, staff: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run("batch", where, "--assignment", staff, "--out", where.parent / "out", *words)


def grades(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def test_a_class_becomes_results_pages_and_tables(graded_class: Path) -> None:
    out = graded_class / "out"
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
        assert f"<bdi>{key}</bdi>" in (out / "pages" / f"{key}.html").read_text(), "names from right to left, too"
    triage = (out / "triage.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in triage] == ["key", "gil", "fay", "cleo", "dan"]
    assert "Could not be imported: toy.py." in triage[3]


def test_the_list_names_who_is_odd_and_says_once_what_is_so_of_everybody(classroom: Path, staff: Path) -> None:
    edited(staff, ("seed: 1\n", "seed: 1\nlate: {percent_a_day: 10}\n"))
    done = batch(classroom, staff)
    assert done.returncode == 0, done.stderr
    triage = (classroom.parent / "out" / "triage.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in triage] == ["key", "the class", "gil", "fay", "cleo", "dan"]
    assert triage[1].count("so lateness is unknown. (6 of 7 submissions)") == 1
    assert all(line.count("Not handed in") <= 1 and "lateness" not in line for line in triage[2:])


def test_a_second_run_grades_nothing_again(classroom: Path, staff: Path) -> None:
    batch(classroom, staff)
    out = classroom.parent / "out"
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/*")}
    again = batch(classroom, staff)
    assert again.returncode == 0
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/*")} == before


def test_tables_are_made_anew_only_where_something_is_new_or_somebody_changed_them(
    out: Path, classroom: Path, staff: Path
) -> None:
    names = [out / name for name in ("grades.csv", "triage.csv", "class.html")]
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in names}
    batch(classroom, staff)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in names} == before
    names[0].write_text("ada;11\n")
    batch(classroom, staff)
    assert names[0].read_bytes() == before[names[0]][0]
    (classroom.parent / "roster.csv").write_text("name,id\nzoe,zoe\n")
    batch(classroom, staff, "--roster", classroom.parent / "roster.csv")
    assert "zoe,zoe,,,,,,,nothing handed in" in names[0].read_text(encoding="utf-8-sig")
    assert "Not on the roster: ada" in names[1].read_text(encoding="utf-8-sig")


def test_the_ledger_gives_back_what_the_class_page_needs(out: Path) -> None:
    with Ledger(out) as ledger:
        submissions = {one.key: one for one in ledger.submissions()}
    bob = {check.id: check for check in submissions["bob"].checks}
    assert (bob["t1.scaled"].status, bob["t1.scaled"].score, bob["t1.scaled"].max) == ("failed", 0.0, 3.0)
    assert bob["t1.slope"].waits_for == ("t1.scaled",)
    assert submissions["bob"].score == 7
    cleo = {check.id: check for check in submissions["cleo"].checks}["t1.double"]
    assert cleo.error is not None
    assert (cleo.error.fault, cleo.error.file) == ("load", "toy.py")
    assert submissions["gil"].score is None


def test_grade_and_batch_come_to_the_same_verdicts(out: Path, classroom: Path, staff: Path) -> None:
    for name in ("ada", "bob", "cleo", "dan"):
        alone = classroom.parent / f"{name}.json"
        run("grade", classroom / name, "--assignment", staff, "--results", alone)
        together = json.loads((out / "results" / f"{name}.json").read_bytes())
        assert _told(json.loads(alone.read_bytes())) == _told(together)


def _told(results: dict[str, object]) -> dict[str, object]:
    """Everything but what differs from run to run and says how late it is."""
    return {key: value for key, value in results.items() if key != "extra_data"}


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Networks (77)
    Points Possible,,,,,10.00
"Lovelace, Ada",1001,s1,ada,A,
"Nováková, Žofie",1002,s2,zofie,A,3.00
"Absent, One",1009,s9,absent,A,
"""


def test_from_a_canvas_zip_to_a_canvas_gradebook(tmp_path: Path, staff: Path, toy_source: dict[str, str]) -> None:
    where = as_zip(tmp_path / "submissions.zip", canvas(toy_source))
    (tmp_path / "gradebook.csv").write_text(CANVAS)
    (tmp_path / "roster.csv").write_text("Name,ID,Email\nAda Lovelace,1001,ada@x.edu\nOne Absent,1009,one@x.edu\n")
    words = ("--gradebook", tmp_path / "gradebook.csv", "--roster", tmp_path / "roster.csv", "--alike")
    dry = batch(where, staff, *words, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "3.00 → 11" in dry.stdout and "Nothing was written" in dry.stdout
    assert not (tmp_path / "out" / "gradebook.csv").exists()
    done = batch(where, staff, *words)
    assert "Gradebook to upload: " in done.stdout
    filled = (tmp_path / "out" / "gradebook.csv").read_text()
    assert [line.rpartition(",")[2] for line in filled.splitlines()[1:4]] == ["10.00", "11", "11"]
    out = tmp_path / "out"
    assert (out / "class.html").is_file() and (out / "similar" / "index.html").is_file()
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row["outcome"] for row in csv.DictReader(file)}
    assert rows["One Absent"] == "nothing handed in" and rows["Ada Lovelace"] == "graded"


def test_late_days_come_from_the_exports_times(tmp_path: Path, staff: Path, toy_source: dict[str, str]) -> None:
    late = "late: {percent_a_day: 10}\ndates: {due: 2023-09-20 12:00 +0000}\n"
    edited(staff, ("total_seconds: 60\n", f"total_seconds: 60\n{late}"))
    run("freeze", "--assignment", staff, cwd=tmp_path)
    where = as_folder(tmp_path / "class", gradescope(toy_source))
    done = batch(where, staff)
    assert done.returncode == 0, done.stderr
    rows = grades(tmp_path / "out")
    assert (rows["submission_381579075"]["score"], rows["submission_381579075"]["lost by lateness"]) == ("9.9", "1.1")
    metadata = tmp_path / "submission_metadata.json"
    metadata.write_text(json.dumps({"id": 381579075, "created_at": "2023-09-21T04:06:55.640553Z"}))
    alone = tmp_path / "alone.json"
    folder = where / "assignment_8046601_export" / "submission_381579075"
    run("grade", folder, "--assignment", staff, "--results", alone, "--metadata", metadata)
    together = json.loads((tmp_path / "out" / "results" / "submission_381579075.json").read_bytes())
    assert _told(json.loads(alone.read_bytes()))["score"] == together["score"] == 9.9


def test_what_is_odd_is_named_and_everybody_else_is_graded(
    tmp_path: Path, staff: Path, toy_source: dict[str, str]
) -> None:
    where = tmp_path / "class"
    hand_in(where / "ada", toy_source)
    hand_in(where / "new\nline", toy_source)
    hand_in(where / "🎉", toy_source)
    (where / "bomb.zip").write_bytes(bomb())
    many = where / "many"
    many.mkdir()
    for number in range(2500):
        (many / f"f{number}.py").write_bytes(b"")
    done = batch(where, staff)
    assert done.returncode == 0, done.stderr
    rows = grades(tmp_path / "out")
    assert sorted(row["outcome"] for row in rows.values()) == ["graded"] * 3 + ["unreadable"] * 2
    triage = (tmp_path / "out" / "triage.csv").read_text(encoding="utf-8-sig")
    assert "unpacks to over 200 times its size" in triage and "more than 2000 files in many" in triage
    assert all("\n" not in cell for row in rows.values() for cell in row.values())


def test_another_class_does_not_take_the_place_of_the_one_that_was_graded(
    out: Path, classroom: Path, staff: Path, tmp_path: Path
) -> None:
    """A mistyped path costs nobody their results."""
    before = grades(out)
    (tmp_path / "empty").mkdir()
    hand_in(tmp_path / "another" / "zoe", {"toy.py": ""})
    for where in ("empty", "another"):
        done = batch(tmp_path / where, staff, "--out", out, "--roster", out / "grades.csv")
        assert done.returncode == 2 and f"{out} holds 7 submissions, and none of them is in" in done.stderr
        assert grades(out) == before and (out / "results" / "ada.json").exists()
    insisted = batch(tmp_path / "another", staff, "--out", out, "--format", "plain")
    assert insisted.returncode == 0 and list(grades(out)) == ["zoe"]


def test_who_is_no_longer_in_the_class_leaves_no_results_behind_and_comes_back_without_a_grading(
    out: Path, classroom: Path, staff: Path
) -> None:
    away = classroom.parent / "ada"
    (classroom / "ada").rename(away)
    hand_in(classroom / "zoe", {"toy.py": (away / "toy.py").read_text()})
    second = batch(classroom, staff)
    assert "No longer in the class, so without results here: ada." in second.stderr
    assert not (out / "results" / "ada.json").exists() and not (out / "pages" / "ada.html").exists()
    assert "ada" not in grades(out) and "zoe" in grades(out)
    assert "No longer in the class" in (out / "triage.csv").read_text(encoding="utf-8-sig")
    away.rename(classroom / "ada")
    with Ledger(out) as ledger:
        before = ledger.digest()
    third = batch(classroom, staff)
    assert third.returncode == 0 and grades(out)["ada"]["score"] == "11"
    with Ledger(out) as ledger:
        assert ledger.digest() != before


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("toy.py", b"#" * (100 << 20))
    return data.getvalue()


def test_one_submission_is_graded_alone_or_again(classroom: Path, staff: Path) -> None:
    out = classroom.parent / "out"
    assert batch(classroom, staff, "--only", "ada").returncode == 0
    assert [key for key, row in grades(out).items() if row["outcome"] != "not graded"] == ["ada"]
    assert batch(classroom, staff, "--only", "nobody").returncode == 2
    inside = run("batch", classroom, "--assignment", staff, "--out", classroom / "results of it")
    assert inside.returncode == 2 and not (classroom / "results of it").exists()
    batch(classroom, staff)
    before = {path.name: path.stat().st_mtime_ns for path in (out / "results").iterdir()}
    (classroom / "eve" / "toy.py").write_text((classroom / "ada" / "toy.py").read_text() + "# again\n")
    edited(staff, ("title: A toy assignment", "title: Another toy"))
    moved = classroom.rename(classroom.with_name("a later export"))
    batch(moved, staff, "--changed")
    after = {path.name: path.stat().st_mtime_ns for path in (out / "results").iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"eve.json", "gil.json"}, "and what was refused"
    last = batch(moved, staff, "--only", "bob", "--only", "nobody", "--force")
    assert "Note: No submission is called 'nobody'." in last.stderr
    last = {path.name: path.stat().st_mtime_ns for path in (out / "results").iterdir()}
    assert {name for name in last if last[name] != after[name]} == {"bob.json"}
