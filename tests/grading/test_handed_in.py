"""Files with results that are handed in: plain arrays, never unpickled, and judged like what a probe returns."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.freeze.reference import freeze
from autograder.grading import handed_in
from autograder.grading.grader import Grader
from autograder.grading.handed_in import UnreadableFileError, arrays_in
from autograder.intake.submission import open_submission
from autograder.records import Assignment, Report
from autograder.release.folder import assignment_files
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.listed_files import SUFFIXES
from autograder.spec.loader import SpecError
from autograder.spec.staff_folder import StaffFolder
from tests.intake.packing import PACKS, Pack
from tests.support.reports import statuses, submission_of, verdict_of

SPEC = """
assignment: files
title: Predictions
seed: 1
files: [work.py, predictions.csv, weights.npz]
questions:
  - id: q1
    title: Learn
    points: 6
    checks:
      - id: q1.accuracy
        kind: accuracy
        title: The predictions are right
        points: 2
        reads: [predictions.csv]
        cases: labels
        output: label
        none: 0.5
        full: 1
      - id: q1.weights
        kind: law
        title: The weights have unit length
        points: 2
        reads: [weights.npz]
        law: unit_length
        public: true
      - id: q1.rule
        kind: source
        title: No loop in f
        points: 2
        reads: [work.py]
        forbid: {loops: [for, while]}
        within: [f]
        public: true
"""
LAW = '''"""Laws."""

import numpy as np


def unit_length(inputs, outputs):
    """The rows of W have length 1."""
    return None if np.allclose(np.linalg.norm(outputs["W"], axis=1), 1) else "A row of W has not length 1."
'''
CASES = '''"""Cases."""

import numpy as np

from autograder import Case


def labels(rng):
    return [Case("the test set", {}, keep={"labels": np.array([0, 1, 1, 0])})]
'''
WORK = '''"""Work."""


def f(x):
    """Twice x."""
    # BEGIN SOLUTION q1
    return 2 * x
    # END SOLUTION
'''


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


RIGHT = {"work.py": WORK, "predictions.csv": "id,label\n0,0\n1,1\n2,1\n3,0\n", "weights.npz": npz(W=np.eye(2))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, data in {"assignment.yaml": SPEC, "cases/c.py": CASES, "laws/l.py": LAW, **RIGHT}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (folder / "probes").mkdir()
    return folder


@pytest.fixture(scope="module")
def assignment(folder: Path) -> Assignment:
    return loader.load(folder)


@pytest.fixture(scope="module")
def grade(folder: Path, assignment: Assignment) -> Any:
    with Sandbox() as sandbox:
        answers = freeze(StaffFolder(folder), assignment, sandbox)

        def graded(**changed: str | bytes | None) -> Report:
            files = {**RIGHT, **{name.replace("_", "."): data for name, data in changed.items()}}
            given = submission_of({name: data for name, data in files.items() if data is not None})
            return Grader(assignment, answers, sandbox).grade(given)

        graded.answers = answers  # type: ignore[attr-defined]
        yield graded


def test_the_reference_earns_everything(grade: Any) -> None:
    assert grade().score == 6


def test_wrong_files_lose_their_own_check_with_a_sentence(grade: Any) -> None:
    report = grade(
        predictions_csv="id,label\n0,1\n1,1\n2,1\n3,0\n",
        weights_npz=npz(W=np.ones((2, 2))),
        work_py="def f(x):\n    for i in x: pass\n    return 2 * x\n",
    )
    assert statuses(report) == {"q1.accuracy": "failed", "q1.weights": "failed", "q1.rule": "failed"}
    assert report.score == 1  # three of four labels are half of the way from 0.5 to 1
    assert verdict_of(report, "q1.accuracy").message.startswith("The accuracy is 0.7500;")
    assert verdict_of(report, "q1.weights").message.startswith("A row of W has not length 1.")
    assert "work.py, line 2: for i in x: pass" in verdict_of(report, "q1.rule").message


def test_the_rules_for_a_text_are_about_the_student_s_own_files_that_it_imports(grade: Any) -> None:
    loop = "def f(x):\n    for i in x: pass\n    return 2 * x\n"
    report = grade(work_py="from fast import f\n", fast_py=loop, other_py=loop)
    assert "fast.py, line 2: for i in x: pass" in verdict_of(report, "q1.rule").message
    assert verdict_of(grade(work_py=WORK, other_py=loop), "q1.rule").status == "passed"


def test_a_missing_or_damaged_file_is_said(grade: Any) -> None:
    report = grade(predictions_csv=None, weights_npz=b"PK\x03\x04 no", work_py=None)
    assert verdict_of(report, "q1.accuracy").message == "There is no predictions.csv among your files."
    assert verdict_of(report, "q1.weights").message.startswith("weights.npz cannot be read: ")
    assert verdict_of(report, "q1.rule").brief == "There is no work.py among your files."
    assert not report.broken


def test_the_skeleton_earns_nothing(grade: Any, folder: Path, assignment: Assignment) -> None:
    files = assignment_files(StaffFolder(folder), assignment, grade.answers)
    assert "predictions.csv" not in files and "kit/assignment.yaml" in files
    report = grade(work_py=files["work.py"], predictions_csv=None, weights_npz=None)
    assert report.score == 0 and verdict_of(report, "q1.rule").message == "Not written yet: q1: f."


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.__name__)
def test_files_with_results_are_found_however_they_are_packed(tmp_path: Path, pack: Pack) -> None:
    expected = ("work.py", "predictions.csv", "weights.npz")
    path = pack(tmp_path, {"hw/work.py": WORK, "hw/Predictions (1).csv": "id,label\n", "hw/weights.npz": npz(W=[1])})
    submission = open_submission(path, expected)
    assert set(submission.files) == set(expected)
    assert any("Predictions (1).csv was taken for predictions.csv" in note for note in submission.notes)


class Evil:
    def __reduce__(self) -> Any:
        return os.system, ("exit 1",)


def declared(shape: str, dtype: str = "<f8") -> bytes:
    """An .npy file that declares a shape and holds nothing."""
    return headed(f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".encode())


def headed(head: bytes) -> bytes:
    """An .npy file with that header and no numbers."""
    return b"\x93NUMPY\x01\x00" + (len(head) + 1).to_bytes(2, "little") + head + b"\n"


def damaged(archive: bytes) -> bytes:
    """The archive with bytes that do not unpack."""
    return archive[:60] + bytes(255 - byte for byte in archive[60:80]) + archive[80:]


def zipped(data: bytes, name: str = "W.npy") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "a.npz",
            npz(W=np.array([Evil()], dtype=object)),
            "holds W, an array of objects, which could be",
        ),
        ("a.npy", declared("(1000000000000,)"), "which is not looked at"),
        ("a.npy", declared("(10,)"), "cannot be read"),
        ("a.npz", zipped(declared("(10,)", "|V8")), "holds W, an array of"),
        ("a.npz", zipped(b"\0" * (65 << 20)), "more than 200 arrays or 64 MiB"),
        ("a.npz", b"nothing", "cannot be read"),
        ("a.npy", b"", "cannot be read"),
        ("a.npz", npz(**{f"a{number}": [1] for number in range(201)}), "more than 200 arrays"),
        ("a.npz", npz(W=np.zeros(3 << 20)), "which is not looked at"),
        ("a.csv", b"", "first row must name the columns"),
        ("a.csv", b"0,1\n1,0\n", "first row must name the columns, such as `id,label`"),
        ("a.csv", b"id,id\n0,1\n", "two columns have the same name"),
        ("a.csv", b"id,label\n0\n", "row 2 has 1 entries and the first row names 2"),
        ("a.csv", b"\xff\xfe", "cannot be read"),
        ("a.csv", ",".join(f"c{n}" for n in range(1001)).encode(), "first row must name"),
        ("a.csv", b"a\n" + b"1\n" * 600_000, "more than 524288 entries"),
        ("a.npy", declared("(2000000,)", "<U200000"), "which is not looked at"),
        ("a.npy", declared("(0, 99999999999999999999)"), "which is not looked at"),
        ("a.npy", declared("(1,)", "<U1") + b"\xff\xff\xff\x7f", "cannot be read"),
        ("a.npy", declared("[][0]"), "cannot be read"),
        ("a.npy", headed(b"-" * 9000 + b"1"), "cannot be read: (MemoryError|Parser stack overflowed)"),
        ("a.npy", headed(b"{[]: 1}"), "cannot be read: unhashable"),
        ("a.npy", headed(b"{'descr': '''"), "cannot be read"),
        ("a.npz", damaged(npz(W=np.arange(999.0))), "cannot be read: Error"),
        ("a.npz", zipped(declared("(0,)"), "\x1b[2J.npy"), "characters that cannot be seen"),
        ("a.csv", "a\u202e\n1\n".encode(), "characters that cannot be seen"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # those of a zip tell the time
)
def test_what_cannot_be_read_safely_is_a_sentence(name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        arrays_in(name, data)


def test_columns_are_whole_numbers_numbers_or_texts() -> None:
    found = arrays_in("a.csv", b'\xef\xbb\xbfid, x ,name\r\n1,0.5,"a, b"\r\n2,nan,c\r\n\r\n')
    assert found["id"].dtype == np.int64 and found["x"].dtype == np.float64
    assert found["name"].tolist() == ["a, b", "c"] and found["id"].tolist() == [1, 2]
    assert arrays_in("a.npy", npz_member(np.arange(3)))["a"].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "data",
    [
        b"id;label\r\n1;0\r\n2;1\r\n",
        b"id\tlabel\n1\t0\n2\t1\n",
        b"sep=;\nid;label\n1;0,0\n2;1,0\n",
        "id,label\n1,0\n2,1\n".encode("utf-16"),
        "id,label,größe\n1,0,ä\n2,1,ö\n".encode("latin-1"),
    ],
)
def test_a_table_is_read_as_spreadsheets_write_it(data: bytes) -> None:
    found = arrays_in("a.csv", data)
    assert found["id"].tolist() == [1, 2] and found["label"].tolist() == [0, 1]


def test_an_array_that_no_check_compares_may_be_of_anything() -> None:
    data = npz(W=np.eye(2), history=np.array([{"loss": 1}], dtype=object))
    assert list(arrays_in("a.npz", data, ["W"])) == ["W"]
    for needed in (["history"], []):
        with pytest.raises(UnreadableFileError, match="it holds history, an array of objects"):
            arrays_in("a.npz", data, needed)


def npz_member(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def test_every_file_that_may_be_handed_in_has_a_reader() -> None:
    assert set(SUFFIXES) == set(handed_in.READERS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reads: [weights.npz]", "reads: [weight.npz]", "Did you mean 'weights.npz'?"),
        ("reads: [weights.npz]", "reads: [weights.npz]\n        probe: f", "a check that reads files calls no probe"),
        ("weights.npz]\nq", "weights.h5]\nq", "'weights.h5' cannot be handed in: a file's name ends in .py, .csv"),
        ("cases: labels", "cases: label", "'label' is not a function in cases/. Did you mean 'labels'?"),
        ("forbid: {loops: [for, while]}", "", "a source check needs a rule"),
        ("loops: [for", "loops: [until", "this must be 'for', 'while' or 'comprehension'"),
    ],
)  # fmt: skip
def test_staff_read_what_is_wrong_and_where(folder: Path, old: str, new: str, said: str) -> None:
    spec = folder / "assignment.yaml"
    text = spec.read_text()
    assert old in text
    spec.write_text(text.replace(old, new))
    try:
        with pytest.raises(SpecError) as caught:
            loader.load(folder)
    finally:
        spec.write_text(text)
    assert said in str(caught.value) and str(caught.value).startswith(f"{spec}:")
