"""`data` in assignment.yaml: what is named goes out to students, and nothing else of the folder does."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.answers.store import Answers
from autograder.gradescope.bundle import bundle
from autograder.release.folder import assignment_files
from autograder.release.wheel import Wheel
from autograder.spec import loader
from autograder.spec.loader import SpecError
from autograder.spec.staff_folder import StaffFolder
from tests.support.archives import contents
from tests.support.toy import copy_of_toy

DATA = {"train.csv": b"1,2\n3,4\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = copy_of_toy(tmp_path / "toy")
    spec = folder / "assignment.yaml"
    spec.write_text(spec.read_text().replace("\nfiles:", "\ndata: [train.csv]\nfiles:"))
    (folder / "data").mkdir()
    (folder / "data" / "train.csv").write_bytes(DATA["train.csv"])
    (folder / "data" / "labels.csv").write_bytes(b"0")
    return folder


def test_what_is_named_is_released_and_bundled_and_nothing_else(
    folder: Path, toy_answers: Answers, framework: Wheel, tmp_path: Path
) -> None:
    staff, assignment = StaffFolder(folder), loader.load(folder)
    assert assignment.data == {"train.csv": DATA["train.csv"]}
    files = assignment_files(staff, assignment, toy_answers)
    assert files["data/train.csv"] == DATA["train.csv"]
    packed = bundle(staff, assignment, framework, {}, [])
    names = {name for name, _ in contents(packed)}
    assert "grading/data/train.csv" in names
    assert not [name for name in (*files, *names) if "labels.csv" in name]
    for name, data in files.items():
        (tmp_path / "home" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "home" / name).write_bytes(data)
    assert loader.load(tmp_path / "home" / "kit").data == assignment.data


@pytest.mark.parametrize(
    ("written", "said"),
    [("[trian.csv]", "'trian.csv' is not a file in data/. Did you mean 'train.csv'?"),
     ("[../toy.py]", "'../toy.py' is not a file in data/."),
     ("[train.csv, train.csv]", "stands in this list already")],
)  # fmt: skip
def test_a_file_that_is_not_there_is_told_with_its_place(folder: Path, written: str, said: str) -> None:
    spec = folder / "assignment.yaml"
    spec.write_text(spec.read_text().replace("data: [train.csv]", f"data: {written}"))
    with pytest.raises(SpecError) as caught:
        loader.load(folder)
    assert said in str(caught.value) and str(caught.value).startswith(f"{spec}:")
