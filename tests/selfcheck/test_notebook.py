"""The notebooks of a release, from the folder that students get to results.json: run by a real kernel."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from autograder.gradescope import results as gradescope
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.release.folder import as_notebooks, assignment_files, write_folder
from autograder.release.handed_out import handed_out
from autograder.release.notebooks import SETUP
from autograder.sandbox import Sandbox
from autograder.selfcheck import notebook
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import ROOT, SOLUTION
from tests.support.real import real, real_answers
from tests.support.reports import statuses

pytestmark = pytest.mark.slow

nbformat = pytest.importorskip("nbformat", reason="running notebooks needs nbclient")
nbclient = pytest.importorskip("nbclient", reason="running notebooks needs nbclient")
pytest.importorskip("ipykernel", reason="running notebooks needs ipykernel")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What students get when the assignment is released as notebooks."""
    staff = StaffFolder(SOLUTION)
    files = as_notebooks(staff, real(), assignment_files(staff, real(), real_answers()))
    write_folder(tmp_path / "nn", files)
    return tmp_path / "nn"


def definitions(file: str) -> dict[str, str]:
    """The reference's functions and classes, each as its text."""
    source = (SOLUTION / file).read_text()
    nodes = [node for node in ast.parse(source).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    return {node.name: ast.get_source_segment(source, node) or "" for node in nodes}


def solve(path: Path, file: str) -> Any:
    """The notebook with the reference's code in its cells, run as a student would run it."""
    solutions = definitions(file)
    book = nbformat.read(path, 4)
    for cell in book.cells:
        if cell.cell_type == "code" and "raise NotImplementedError" in cell.source:
            [node] = [one for one in ast.parse(cell.source).body if isinstance(one, (ast.FunctionDef, ast.ClassDef))]
            cell.source = f"# {file}\n{solutions[node.name]}"
    return book


def execute(book: Any, folder: Path) -> list[str]:
    """What each code cell printed."""
    kernel = {"env": {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder)}}
    nbclient.NotebookClient(
        book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute(**kernel)
    return [
        "".join(out.get("text", "") for out in cell.outputs if out.output_type == "stream")
        for cell in book.cells
        if cell.cell_type == "code"
    ]


def test_a_notebook_of_two_questions_goes_from_release_to_results(folder: Path) -> None:
    nbformat.write(solve(folder / "q1.ipynb", "search.py"), folder / "q1.ipynb")  # which q2's last check builds on
    printed = {}
    for question in ("q2", "q6"):
        book = solve(folder / f"{question}.ipynb", "softmax.py")
        if question == "q6":  # the cells of the other notebook are importable here
            book.cells.insert(2, nbformat.v4.new_code_cell("from softmax import softmax_loss\nprint(softmax_loss)"))
        printed[question] = execute(book, folder)
        nbformat.write(book, folder / f"{question}.ipynb")
    for text in (printed["q2"][-1], printed["q6"][-1]):
        assert "All public checks pass" in text and "Note: " not in text
    assert any("<function softmax_loss" in text for text in printed["q6"])

    staff = StaffFolder(SOLUTION)
    known = handed_out(staff, real())
    submission = open_submission(folder, real().files, "ada", skeleton=known.digests, names=known.names)
    assert "softmax.py" in submission.files
    with Sandbox() as sandbox:
        report = Grader(real(), real_answers(), sandbox).grade(submission, ["q2", "q6"])
    results = json.loads(gradescope.results(report))
    whole = sum(question.points for question in real().questions if question.id in ("q2", "q6"))
    assert results["score"] == whole == sum(test["max_score"] for test in results["tests"] if "max_score" in test)
    assert [note for note in submission.notes if note.startswith("Cell")] == [
        "Cell 3 of q6.ipynb runs something outside of a function, which was left out."
    ]


def test_a_failure_names_the_cell_and_the_line_in_it(folder: Path) -> None:
    cells = ["import numpy as np", "# softmax.py\n\ndef softmax_probability(z):\n    return z.nothing\n"]
    line = next(one for one in notebook.report(folder, cells, ["q2"]).lines if "nothing" in one.verdict.message)
    assert line.verdict.message.startswith("this notebook, cell 2, line 4, in softmax_probability: AttributeError")
    assert 'File "this notebook, cell 2", line 4, in softmax_probability' in line.verdict.message
    assert "return z.nothing" in line.verdict.message and ".py" not in line.verdict.message


def test_the_cells_that_were_run_last_count_whether_they_are_saved_or_not(folder: Path) -> None:
    right = definitions("warmup.py")["identity"]
    wrong = "def identity(x):\n    return 2 * x\n"
    assert statuses(notebook.report(folder, [wrong, right], ["q0"])) == {"q0.identity": "passed"}
    assert statuses(notebook.report(folder, [right, wrong], ["q0"])) == {"q0.identity": "failed"}


def test_a_name_that_something_sets_which_is_left_out_is_told_with_its_cell(folder: Path) -> None:
    cells = ["print(1)", "scale = print()", "# warmup.py\ndef identity(x):\n    return x * scale\n"]
    report = notebook.report(folder, cells, ["q0"])
    assert [note for note in report.notes if "this notebook" in note] == [
        "Cell 2 of this notebook sets scale by running something, which was left out, although other code uses it."
    ]
    [line] = report.lines
    assert "Is scale set by a plain value, or in the function that uses it?" in line.verdict.message


def test_a_released_notebook_is_a_valid_one_and_every_stub_is_in_some(folder: Path) -> None:
    stubs = 0
    for path in folder.glob("*.ipynb"):
        nbformat.validate(nbformat.read(path, 4))
        sources = ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
        assert sources[1] == SETUP and sources[-1] == f"%check {path.stem}"
        stubs += sum(source.count("raise NotImplementedError") for source in sources[1:])
    skeletons = [(ROOT / "assignment" / name).read_text() for name in real().files]
    assert stubs == sum(text.count("raise NotImplementedError") for text in skeletons)
    assert not (folder / "softmax.py").exists() and (folder / "bot.py").exists()


def test_what_cannot_be_checked_is_a_sentence(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Shell:
        class history_manager:  # noqa: N801
            input_hist_raw = ("", "x = 1")

    notebook.run(Shell, folder, ["q99"])
    notebook.run(Shell, tmp_path, ["q2"])
    said = capsys.readouterr().out
    assert "q99 is neither a question nor a check; the questions are q0, q1" in said
    assert "kit beside this notebook. Open the notebook in the folder that you unzipped." in said
