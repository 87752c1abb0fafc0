"""The skeleton as notebooks, one for each question: its stubs, a cell each, and a cell that runs the public checks.

Every cell with code begins with the name of its file, such as ``# softmax.py``: by that line the cells are put together
again when the notebooks are handed in. What belongs to no question stands with the first question of its file; a file
without any question stays a .py file.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Literal

from autograder.records import Assignment, Question
from autograder.release.skeleton import skeleton
from autograder.spec.markers import blocks
from autograder.spec.staff_folder import StaffFolder
from autograder.text.python_source import statements

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SETUP = "%load_ext autograder"
HEAD = """# {id}: {title}

{points}. Replace each `raise NotImplementedError(...)`, run the cell, and run the checks below. Every cell begins with
the name of the file that it belongs to: leave that line as it is. Hand in this notebook when you have saved it.
"""


@dataclass(frozen=True)
class _Unit:
    """A top-level statement of the skeleton with the comments above it, and the question that is answered in it.

    ``also`` are further questions that are answered in it, whose notebooks say where it stands. The docstring of a
    file, and its imports, stand in the notebook of every question of the file.
    """

    file: str
    text: str
    question: str
    kind: Literal["text", "import", "code"]
    also: tuple[str, ...] = ()


def notebooks(folder: StaffFolder, assignment: Assignment) -> dict[str, bytes]:
    """The notebooks by file name, such as ``q2.ipynb``. Raises `SkeletonError` for markers that are not in order."""
    units = [unit for name in assignment.files for unit in _units(folder, assignment, name)]
    return {
        f"{question.id}.ipynb": _notebook(question, own, others)
        for question in assignment.questions
        for own, others in [(_of_question(units, question.id), [unit for unit in units if question.id in unit.also])]
        if own or others
    }


def replaced(folder: StaffFolder, assignment: Assignment) -> set[str]:
    """The .py files whose contents stand in notebooks."""
    return {name for name in assignment.files if list(_units(folder, assignment, name))}


def _units(folder: StaffFolder, assignment: Assignment, name: str) -> Iterator[_Unit]:
    """A file's statements, each with its question; none where the file has no question."""
    source = folder.text(name) if name.endswith(".py") else ""
    stub = skeleton(name, source, [question.id for question in assignment.questions]) if source else ""
    marked = list(blocks(source.splitlines()))
    if not marked or not stub:
        return
    lines, above = stub.splitlines(keepends=True), 0
    for before, after in zip(statements(source), statements(stub), strict=True):
        inside = [marker.question for marker in marked if before.lineno <= marker.begin + 1 <= (before.end_lineno or 0)]
        text = "".join(lines[above : after.end_lineno]).strip("\n")
        above = max(above, after.end_lineno or 0)
        questions = list(dict.fromkeys(inside)) or [marked[0].question]
        if text:  # which is none for the second statement of a line
            yield _Unit(name, text, questions[0], _kind(after), tuple(questions[1:]))


def _kind(node: ast.stmt) -> Literal["text", "import", "code"]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return "import"
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return "text" if is_text else "code"


def _of_question(units: list[_Unit], question: str) -> list[_Unit]:
    """The units of a question, file by file: the file's docstring, its imports in one, then one after the other."""
    found = []
    for file in dict.fromkeys(unit.file for unit in units if unit.question == question):
        own = [unit for unit in units if unit.file == file]
        imports = "\n".join(unit.text for unit in own if unit.kind == "import")
        found += [unit for unit in own if unit.kind == "text"]
        found += [_Unit(file, imports, question, "import")] if imports else []
        found += [unit for unit in own if unit.kind == "code" and unit.question == question]
    return found


def _notebook(question: Question, units: list[_Unit], others: list[_Unit]) -> bytes:
    optional = ", optional" if question.optional else f" and {question.extra:g} optional" if question.extra else ""
    points = f"{question.points:g} {'point' if question.points == 1 else 'points'}{optional}"
    cells = [
        _cell("markdown", 0, HEAD.format(id=question.id, title=question.title, points=points)),
        _cell("code", 1, SETUP),
        *(_of_unit(number, unit) for number, unit in enumerate(units, start=2)),
        *(_elsewhere(number, unit) for number, unit in enumerate(others, start=len(units) + 2)),
        _cell("code", len(units) + len(others) + 2, f"%check {question.id}"),
    ]
    tree = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(tree, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _of_unit(number: int, unit: _Unit) -> Mapping[str, object]:
    if unit.kind == "text":
        return _cell("markdown", number, f"## {unit.file}\n\n{cleandoc(ast.literal_eval(unit.text))}")
    return _cell("code", number, f"# {unit.file}\n{unit.text}")


def _elsewhere(number: int, unit: _Unit) -> Mapping[str, object]:
    """Where code stands that belongs to another question, too."""
    first = next((line for line in unit.text.splitlines() if line.startswith(("def ", "class "))), unit.file)
    return _cell("markdown", number, f"`{first}` is part of this question, too, and stands in {unit.question}.ipynb.")


def _cell(kind: str, number: int, text: str) -> Mapping[str, object]:
    """A cell; its id is the same in every release, so that a release can be compared with the one before."""
    common = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text.splitlines(keepends=True)}
    return common if kind == "markdown" else {**common, "execution_count": None, "outputs": []}
