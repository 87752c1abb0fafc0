"""`autograder similar`: a class and earlier terms in, pages out, and nothing is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from autograder.batch.similarity_class import name_of, people_of, works
from autograder.intake.files import IntakeError
from autograder.records import HandIn, Person, Submission
from tests.batch.corpus import solutions
from tests.batch.disguise import disguised
from tests.support.places import SOLUTION
from tests.support.warm import run


def hand_in(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)


@pytest.fixture
def class_folder(tmp_path: Path) -> Path:
    """Everybody who solved all questions of some files alone, and a copy."""
    where = tmp_path / "class"
    for name, files in solutions().items():
        hand_in(where / name, dict(files))
    hand_in(where / "copier", {name: disguised(text, 2, 1) for name, text in solutions()["loops"].items()})
    return where


def similar(where: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run("similar", where, "--assignment", SOLUTION, "--out", where.parent / "out", *words)


def test_a_copy_is_listed_with_a_page_side_by_side(class_folder: Path) -> None:
    done = similar(class_folder)
    assert done.returncode == 0, done.stderr
    pages = class_folder.parent / "out" / "similar"
    assert sorted(path.name for path in pages.iterdir()) == ["001.html", "index.html"]
    assert "1 pair reaches 35%" in done.stdout and "copier" in (pages / "001.html").read_text()
    (pages / "007.html").write_text("of an earlier run")
    assert "0 pairs reach 90%" in similar(class_folder, "--threshold", 90).stdout
    assert [path.name for path in pages.iterdir()] == ["index.html"]


def test_an_earlier_term_is_compared_and_published_code_counts_for_nothing(class_folder: Path, tmp_path: Path) -> None:
    hand_in(tmp_path / "earlier" / "grace", {n: disguised(t, 3, 2) for n, t in solutions()["kahn"].items()})
    done = similar(class_folder, "--archive", tmp_path / "earlier")
    assert "27 submissions compared with each other and with 1 submission of earlier terms." in done.stdout
    assert "grace (earlier term)" in (class_folder.parent / "out" / "similar" / "index.html").read_text()
    hand_in(tmp_path / "before" / "grace", dict(solutions()["loops"]))
    similar(class_folder, "--archive", tmp_path / "earlier", "--archive", tmp_path / "before")
    pages = (class_folder.parent / "out" / "similar" / "index.html").read_text()
    assert f"({tmp_path}/earlier/grace)" in pages and f"({tmp_path}/before/grace)" in pages
    published = class_folder / "loops"
    assert "0 pairs reach 35%" in similar(class_folder, "--handed-out", published).stdout


def test_what_cannot_be_opened_is_named_and_the_others_are_compared(class_folder: Path) -> None:
    (class_folder / "broken.zip").write_bytes(b"PK and nothing else")
    done = similar(class_folder)
    assert done.returncode == 0 and "Not compared: broken" in done.stderr


def test_a_folder_without_submissions_is_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = similar(tmp_path / "empty")
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_people_are_known_by_id_and_email_and_never_by_name() -> None:
    two = (Person("Ada", "17", "Ada@x"), Person("Bob"))
    assert people_of(HandIn("k", "n", two)) == {"17 ada", "ada@x"}
    of_another_course = (Person("Eve", "17"),)
    assert not people_of(HandIn("k", "n", two)) & people_of(HandIn("k", "n", of_another_course))
    assert name_of(HandIn("k", "n", two)) == "Ada, Bob (k)" and name_of(HandIn("k", "n")) == "k"


def test_a_hand_in_that_cannot_be_opened_is_a_sentence() -> None:
    def open_one(hand_in: HandIn) -> Submission:
        if hand_in.key == "bad":
            raise IntakeError("It is no zip archive.")
        return Submission(hand_in.name, {"a.py": b""})

    found, refused = works([HandIn("bad", "bad"), HandIn("good", "good")], open_one, archived=True)
    assert [(one.name, one.archived) for one in found] == [("good", True)]
    assert refused == ["bad: It is no zip archive."]
