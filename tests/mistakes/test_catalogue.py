"""Files of mistakes: what fits the reference is made, and what does not is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.freeze.reference import reference
from autograder.mistakes.catalogue import MistakesError, load, submission
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import TOY
from tests.support.toy import toy_with_mistakes


def test_a_mistake_is_a_submission_like_any_other(tmp_path: Path) -> None:
    folder = StaffFolder(toy_with_mistakes(tmp_path / "toy"))
    assignment = loader.load(folder.path)
    half = next(mistake for mistake in load(folder, assignment) if mistake.id == "half")
    made = submission(half, reference(folder, assignment))
    assert made.name == "half" and b"return x / 2" in made.files["toy.py"]
    assert made.files["helper_free.py"] == reference(folder, assignment).files["helper_free.py"]


@pytest.mark.parametrize(
    ("text", "words"), [("def double(:\n", "toy.py:1:12: "), (None, "toy.py is missing"), ("a = '\0'\n", "toy.py")]
)
def test_a_reference_that_no_edit_could_mend_is_told_once_and_the_edits_are_not(tmp_path: Path, text, words) -> None:
    folder = StaffFolder(toy_with_mistakes(tmp_path / "toy"))
    assignment = loader.load(folder.path)
    (folder.path / "toy.py").unlink() if text is None else (folder.path / "toy.py").write_text(text)
    with pytest.raises(MistakesError) as refused:
        load(folder, assignment)
    assert str(refused.value).startswith(f"{folder.path}/{words}") and "\n" not in str(refused.value)


def test_an_assignment_without_mistakes_has_none(toy) -> None:
    assert load(StaffFolder(TOY), toy) == ()


def test_every_problem_of_a_file_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = """\
question: t1
file: toy.py
mistakes:
  - id: one
    idea: nothing fits
    replace: "3 * x"
    with: "x"
    checks: [t1.dubble]
    hint: What?
  - id: one
    idea: no python
    within: double
    with: "return ("
    checks: [t1.double]
    hint: What?
    colour: red
  - id: two
    idea: no python
    within: double
    with: "return ("
    checks: [t1.double]
    shares: [three]
    hint: What?
"""
    folder = StaffFolder(toy_with_mistakes(tmp_path / "toy", text))
    with pytest.raises(MistakesError) as caught:
        load(folder, loader.load(folder.path))
    lines = str(caught.value).splitlines()
    assert any("t1.yaml:8:5: 't1.dubble' is not a check. Did you mean 't1.double'?" in line for line in lines)
    assert any("t1.yaml:6:5: toy.py: the text to replace is not there: '3 * x'." in line for line in lines)
    assert any("t1.yaml:16:5: 'colour' is not a setting here; allowed:" in line for line in lines)
    assert any("t1.yaml:22:5: 'three' is not a mistake." in line for line in lines)
    assert any("after this edit, toy.py is not valid Python" in line for line in lines)


def test_an_id_given_twice_is_told(tmp_path: Path) -> None:
    text = (
        (toy_with_mistakes(tmp_path / "toy") / "mistakes" / "t1.yaml").read_text().replace("id: absolute", "id: half")
    )
    (tmp_path / "toy" / "mistakes" / "t1.yaml").write_text(text)
    with pytest.raises(MistakesError, match="the id half is given to 2 mistakes"):
        load(StaffFolder(tmp_path / "toy"), loader.load(tmp_path / "toy"))


def test_within_beside_edits_is_told_where_it_stands(tmp_path: Path) -> None:
    folder = StaffFolder(toy_with_mistakes(tmp_path / "toy"))
    path = folder.path / "mistakes" / "t1.yaml"
    text = path.read_text().replace(
        "    with: return x / 2\n", "    edits: [{within: double, with: return x / 2}]\n", 1
    )
    path.write_text(text)
    with pytest.raises(MistakesError) as told:
        load(folder, loader.load(folder.path))
    said = "'within' stands beside edits, and each edit has its own: move it into one of them."
    assert str(told.value) == f"{path}:6:5: {said}"


def test_what_the_head_of_a_file_names_is_told_once_and_at_its_place(tmp_path: Path) -> None:
    mistake = "  - {{id: {}, idea: x, within: double, with: return x, checks: [t1], hint: What}}\n"
    text = f"question: t9\nfile: toi.py\nmistakes:\n{mistake.format('one')}{mistake.format('two')}"
    folder = StaffFolder(toy_with_mistakes(tmp_path / "toy", text))
    with pytest.raises(MistakesError) as caught:
        load(folder, loader.load(folder.path))
    lines = str(caught.value).replace(f"{folder.path}/mistakes/t1.yaml:", "").splitlines()
    assert lines[0] == "1:1: 't9' is not a question."
    assert lines[1].startswith("2:1: 'toi.py' is not a file of the reference that `files` in assignment.yaml names.")
    assert len(lines) == 4 and all(
        "'t1' is a question, and a check must be named: [t1.do" in line for line in lines[2:]
    )


def test_an_edit_that_changes_nothing_is_told(tmp_path: Path) -> None:
    text = (
        "question: t1\nfile: toy.py\nmistakes:\n"
        "  - {id: one, idea: x, within: double, with: return 2 * x, checks: [t1.double], hint: What}\n"
    )
    folder = StaffFolder(toy_with_mistakes(tmp_path / "toy", text))
    with pytest.raises(MistakesError, match=r"t1\.yaml:4:\d+: this edit leaves toy\.py as it is"):
        load(folder, loader.load(folder.path))


def test_a_file_of_mistakes_with_the_other_ending_of_yaml_is_told(tmp_path: Path) -> None:
    folder = StaffFolder(toy_with_mistakes(tmp_path / "toy"))
    (folder.path / "mistakes" / "t2.yml").write_text("question: t2\n")
    with pytest.raises(MistakesError, match=r"t2\.yml: only files whose name ends in \.yaml are read"):
        load(folder, loader.load(folder.path))
