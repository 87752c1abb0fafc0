"""`autograder batch --gradebook`: the class's points in the file that the course exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.batch.gradebook_file import Order, prepare
from autograder.batch.gradebook_formats import GradebookError
from autograder.batch.tables import OWN_TABLES
from tests.batch.test_batch import batch

EXPORT = (
    b"Student,ID,SIS User ID,SIS Login ID,Section,Toy (9)\r\n"
    b"    Points Possible,,,,,12.00\r\n"
    b'"Ada",1,ada,,A,\r\n'
    b'"Bob",2,bob,,A,7.00\r\n'
    b'"Eve",5,eve,,A,3\r\n'
    b'"Gil",7,gil,,A,4\r\n'
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "from-canvas.csv"
    path.write_bytes(EXPORT)
    return path


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text("name,id\nada,ada\nbob,bob\neve,eve\ngil,gil\n")
    return path


def test_points_go_into_the_exported_gradebook_and_the_class_has_a_page(
    classroom: Path, staff: Path, export: Path, roster: Path, tmp_path: Path
) -> None:
    out, words = classroom.parent / "out", ("--roster", roster, "--gradebook", export, "--scale")
    planned = batch(classroom, staff, *words, "--dry-run")
    assert planned.returncode == 0, planned.stderr
    assert "Nothing was written: this was a dry run." in planned.stdout
    assert not (out / "from-canvas.csv").exists()
    done = batch(classroom, staff, *words, "--all-rows")
    assert done.returncode == 0, done.stderr
    filled = (out / "from-canvas.csv").read_bytes()
    assert b'"Ada",1,ada,,A,13.2\r\n' in filled, "11 of 10 points, scaled to 12"
    assert b'"Gil",7,gil,,A,4\r\n' in filled, "a submission that could not be read is no 0"
    assert export.read_bytes() == EXPORT
    assert "Nothing is entered for gil" in done.stdout
    uploaded = tmp_path / "exported again" / export.name
    uploaded.parent.mkdir()
    uploaded.write_bytes(filled)
    again = batch(classroom, staff, *words[:2], "--gradebook", uploaded, "--scale")
    assert "There is nothing to upload: no points change in the gradebook." in again.stdout
    page = (out / "class.html").read_text()
    assert page.startswith("<!doctype html>") and "To look at first" in page and 'href="pages/ada.html"' in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--gradebook", "{export}", "--column", "Toys"), "no column 'Toys', and none is added. Did you mean 'Toy'?"),
        (("--gradebook", "{export}"), "is out of 12 points in Canvas"),
        (("--dry-run",), "need --gradebook"),
        (("--archive", "{export}"), "--archive needs --alike."),
        (("--alike", "--archive", "{export}.zip"), "there is no such file or folder"),
    ],
)
def test_what_cannot_be_filled_in_is_said_in_a_sentence(
    classroom: Path, staff: Path, export: Path, words: tuple[str, ...], said: str
) -> None:
    done = batch(classroom, staff, *(word.format(export=export) for word in words))
    assert done.returncode == 2 and said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_gradebook_that_is_none_stops_the_batch_before_anything_is_graded(classroom: Path, staff: Path) -> None:
    wrong = classroom.parent / "grades.csv"
    wrong.write_text("Name;Punkte\nAda;3\n")
    done = batch(classroom, staff, "--gradebook", wrong)
    assert done.returncode == 2 and "English" in done.stderr
    assert not (classroom.parent / "out" / "results").exists()


@pytest.mark.parametrize("name", ["grades.csv", "Triage.csv"])
def test_a_gradebook_named_like_a_table_of_the_class_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(EXPORT)
    with pytest.raises(GradebookError, match="has the name of a table of the class"):
        prepare(Order(tmp_path / name), tmp_path / "out", OWN_TABLES)
    assert prepare(Order(tmp_path / name), tmp_path / "a contest's folder, which has no such tables") == EXPORT


def test_the_export_is_never_written_over(classroom: Path, staff: Path) -> None:
    out = classroom.parent / "out"
    out.mkdir()
    (out / "canvas.csv").write_bytes(EXPORT)
    done = batch(classroom, staff, "--gradebook", out / "canvas.csv")
    assert done.returncode == 2 and "would be written over" in done.stderr
    assert (out / "canvas.csv").read_bytes() == EXPORT
