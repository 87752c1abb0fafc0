"""What looking through a hand-in costs: so much for each file, however many there are and whatever stands in them."""

from __future__ import annotations

import ast
import json
from pathlib import PurePosixPath

import pytest

from autograder.intake import magics
from autograder.intake.choice import CANDIDATES, COPIES, Candidate, candidates, copies, digest
from autograder.intake.files import File
from autograder.intake.from_notebooks import MAX_FOLDERS, MAX_NOTEBOOKS, with_modules
from autograder.intake.helpers import helpers
from autograder.intake.joining import joined
from autograder.intake.notebooks import Cell
from tests.support.counting import calls_counted

STARTER = b'def f():\n    raise NotImplementedError("q1: f")\n'
SKELETON = {"graph.py": digest(STARTER)}
MANY = 400


class Shelf:
    """Files that count how often they are read."""

    def __init__(self) -> None:
        self.reads = 0

    def file(self, path: str, data: bytes, size: int = 0) -> File:
        def read() -> bytes:
            self.reads += 1
            return data

        return File(PurePosixPath(path), size or len(data), 0.0, read)


def test_of_very_many_copies_only_a_few_are_read() -> None:
    shelf = Shelf()
    files = [shelf.file("graph.py", STARTER), *(shelf.file(f"graph ({n}).py", STARTER) for n in range(MANY))]
    taken, said = copies("graph.py", files, SKELETON)
    assert taken.path.name == "graph.py" and "others look like copies of it." in said[0]
    assert shelf.reads <= COPIES + 1


def test_of_very_many_folders_only_a_few_are_looked_into() -> None:
    shelf = Shelf()
    found = candidates([shelf.file(f"{n}/graph.py", STARTER) for n in range(MANY)], ["graph.py"], SKELETON)
    assert len(found) == MANY and shelf.reads <= CANDIDATES


def test_a_file_far_larger_than_a_skeleton_is_not_read_to_compare_them() -> None:
    shelf = Shelf()
    large = Candidate(PurePosixPath("."), {"graph.py": [shelf.file("graph.py", STARTER, 1 << 20)]}, SKELETON)
    assert large.started == {"graph.py"} and shelf.reads == 0


@pytest.mark.parametrize("imports", [1, 1000])
def test_many_imports_among_many_files_cost_the_files_once(imports: int) -> None:
    shelf = Shelf()
    home = PurePosixPath("a/b/c")
    files = [shelf.file(f"a/b/c/p{n}/m.py", b"") for n in range(MANY)]
    chosen = {"graph.py": shelf.file("a/b/c/graph.py", b"".join(b"import x%d\n" % n for n in range(imports)))}
    with calls_counted() as calls:
        assert helpers(files, home, chosen) == {}
    assert calls.count < 600 * MANY + 100 * imports  # paths take more calls in newer Pythons


def notebook(path: str, *sources: str) -> File:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    data = json.dumps({"nbformat": 4, "cells": cells}).encode()
    return File(PurePosixPath(path), len(data), 0.0, lambda: data)


def test_notebooks_of_many_folders_are_read_in_a_few() -> None:
    shelf = Shelf()
    files = [shelf.file(f"{n:03}/hw.ipynb", b"{}") for n in range(MANY)]
    assert with_modules(files, ["graph.py"], {}, {})[0] == files
    assert shelf.reads <= MAX_FOLDERS * MAX_NOTEBOOKS


def test_of_notebooks_with_too_much_code_the_newest_are_read() -> None:
    lines = f"x = '{'y' * 50_000}'\n"
    old, new = (notebook(f"{name}.ipynb", f"graph = '{name}'\n{lines}") for name in ("a", "b"))
    newest = notebook("c.ipynb", f"more = 1\n{lines}")
    files, notes = with_modules([old, new, newest], ["graph.py"], {"graph.py": ["graph", "more"]}, {})
    [made] = [file.read().decode() for file in files if file.path.name == "graph.py"]
    assert "graph = 'b'" in made and "graph = 'a'" not in made
    assert notes[0] == ("a.ipynb was not read: with the newer notebooks beside it, it holds more than 128 KiB of code.")


def test_lines_that_are_no_python_are_looked_for_within_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = 0

    def count(source: str, parse=ast.parse) -> ast.Module:
        nonlocal parsed
        parsed += len(source)
        return parse(source)

    monkeypatch.setattr(magics.ast, "parse", count)
    cells = [Cell("hw.ipynb", number, "x = 1\n" * 300 + "!a\n" * 150) for number in range(1, 60)]
    read = sum(len(cell.source) for cell in cells)
    notes = joined(cells, {"graph.py": ["x"]}, ["graph.py"]).notes
    assert parsed <= magics.MOST_PARSED + 2 * read
    assert any("does not parse" in note or "do not parse" in note for note in notes)


def test_one_name_that_very_many_lines_set_costs_each_of_them_once() -> None:
    with calls_counted() as calls:
        joined([Cell("hw.ipynb", 1, "x = x\n" * 3000)], {"graph.py": ["x"]}, ["graph.py"])
    assert calls.count < 600 * 3000


DEEP = [
    "x = 1" + " + 1" * 1500,
    "x = a" + ".b" * 1500,
    "x = " + "-" * 1500 + "1",
    "if 1" + " + 1" * 1500 + " == 2:\n    pass",
    "print(1); x = a" + ".b" * 1500,
]


@pytest.mark.parametrize("source", DEEP, ids=lambda source: source[:12])
def test_an_expression_that_is_nested_too_deeply_is_left_out_by_its_cell(source: str) -> None:
    cells = [Cell("hw.ipynb", 1, "def f():\n    return 1\n"), Cell("hw.ipynb", 2, source)]
    made = joined(cells, {"graph.py": ["f", "x"]}, ["graph.py"])
    assert b"def f():" in made.files["graph.py"]
    assert any(note.startswith("Cell 2 of hw.ipynb does not parse (") for note in made.notes)
