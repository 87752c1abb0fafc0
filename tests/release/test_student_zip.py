"""What students get: complete, and without a trace of what is hidden."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.answers import npz
from autograder.answers.store import Answers
from autograder.records import Assignment
from autograder.release.folder import assignment_files
from autograder.release.student_zip import student_zip
from autograder.release.wheel import Wheel
from autograder.spec import staff_folder
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.staff_folder import StaffFolder
from tests.support.archives import contents, solution_lines
from tests.support.places import SOLUTION, TOY
from tests.support.real import real, real_answers

TELLING = 6
"""Arrays with fewer entries may be equal by chance."""


def hidden_arrays(answers: Answers) -> dict[bytes, str]:
    """The bytes of every array that belongs to hidden checks alone, with the check's id."""
    public = {array.tobytes() for (deck, _), row in answers.rows.items() if deck == PUBLIC_DECK for array in _in(row)}
    return {
        data: check
        for (deck, check), row in answers.rows.items()
        if deck != PUBLIC_DECK
        for array in _in(row)
        if array.size >= TELLING and (data := array.tobytes()) not in public
    }


def _in(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _in(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _in(getattr(value, name))


@pytest.fixture(scope="session", params=["toy", "real"])
def released(
    request: pytest.FixtureRequest, toy: Assignment, toy_answers: Answers, framework: Wheel
) -> tuple[StaffFolder, Assignment, Answers, bytes]:
    if request.param == "toy":
        folder, assignment, answers = StaffFolder(TOY), toy, toy_answers
    else:
        folder, assignment = StaffFolder(SOLUTION), real()
        answers = real_answers()
    return (
        folder,
        assignment,
        answers,
        student_zip(assignment, assignment_files(folder, assignment, answers), framework),
    )


def test_no_id_of_a_hidden_check_is_in_it(released: tuple[StaffFolder, Assignment, Answers, bytes]) -> None:
    _, assignment, _, data = released
    hidden = [check.id for check in assignment.checks if not check.public]
    wanted = re.compile(
        rb"(?<![\w.])(" + b"|".join(re.escape(check_id.encode()) for check_id in hidden) + rb")(?![\w.-])"
    )
    leaks = {(name, match.group()) for name, inner in contents(data) if (match := wanted.search(inner))}
    assert hidden and not {leak for leak in leaks if ".whl/" not in leak[0]}


def test_no_line_of_the_reference_is_in_it(released: tuple[StaffFolder, Assignment, Answers, bytes]) -> None:
    folder, assignment, _, data = released
    texts = {name: inner.decode() for name, inner in contents(data) if name.endswith(".py") and ".whl/" not in name}
    lines = solution_lines(folder.path, assignment.files)
    assert not {(name, line) for name, text in texts.items() for line in lines if line in text}
    assert not [name for name, text in texts.items() if "SOLUTION" in text]


def test_no_array_of_a_hidden_check_is_in_it(released: tuple[StaffFolder, Assignment, Answers, bytes]) -> None:
    *_, answers, data = released
    hidden = hidden_arrays(answers)
    kit = next(inner for name, inner in contents(data) if name.endswith("kit/answers.npz"))
    found = {hidden[array.tobytes()] for array in _in(npz.unpack(kit)) if array.tobytes() in hidden}
    assert hidden and not found


def test_no_hidden_case_function_or_grader_file_is_in_it(
    released: tuple[StaffFolder, Assignment, Answers, bytes],
) -> None:
    *_, data = released
    names = {name.split("/", 1)[1] for name, _ in contents(data) if ".whl/" not in name and ".npz/" not in name}
    assert not [name for name in names if name.startswith(("kit/cases", "kit/mistakes", "cases", "mistakes"))]
    assert not [name for name in names if "test_labels" in name]


def test_a_canary_planted_in_every_hidden_place_does_not_come_out(
    tmp_path: Path, toy: Assignment, toy_answers: Answers, framework: Wheel
) -> None:
    import shutil

    canary = "canary_7f3a"
    shutil.copytree(TOY, tmp_path / "toy")
    for name, old in (("toy.py", "    return k * x\n"), ("laws/toy.py", "\n\n\n"), ("cases/toy.py", "\n\n\n")):
        path = tmp_path / "toy" / name
        comment = f"    # {canary}\n" if name == "toy.py" else f"\n\n\n# {canary}\n"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, comment + old.lstrip("\n"), 1))
    text = (
        (tmp_path / "toy" / staff_folder.SPEC_NAME)
        .read_text()
        .replace("Every entry is multiplied", f"{canary} Every entry")
    )
    (tmp_path / "toy" / staff_folder.SPEC_NAME).write_text(text)
    data = student_zip(toy, assignment_files(StaffFolder(tmp_path / "toy"), toy, toy_answers), framework)
    assert not [name for name, inner in contents(data) if canary.encode() in inner]


def test_requirements_pin_numpy_and_end_with_the_framework(
    released: tuple[StaffFolder, Assignment, Answers, bytes],
) -> None:
    folder, assignment, _, data = released
    files = dict(contents(data))
    lines = files[f"{assignment.id}/requirements.txt"].decode().splitlines()
    wheel = lines[-1].removeprefix("./")
    assert f"{assignment.id}/{wheel}" in files and wheel.startswith("kit/autograder-")
    if folder.path == SOLUTION:
        assert 'numpy==2.2.6; python_version < "3.11"' in lines


def test_the_skeleton_keeps_every_function(released: tuple[StaffFolder, Assignment, Answers, bytes]) -> None:
    folder, assignment, _, data = released
    files = dict(contents(data))
    for name in assignment.files:
        written = ast.parse(folder.text(name))
        given = ast.parse(files[f"{assignment.id}/{name}"])
        assert _functions(given) == _functions(written)


def _functions(tree: ast.Module) -> list[str]:
    return [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
