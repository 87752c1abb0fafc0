"""The framework's folders import one way: each only from the storeys below its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import autograder

HOME = Path(autograder.__file__).parent
STOREYS = """
    commands
    contest
    batch
    prove gradescope
    release freeze selfcheck
    grading
    mistakes
    answers intake
    spec
    checks playground
    feedback sandbox writers
    records
    text errors import_path
"""
STOREY = {room: number for number, row in enumerate(reversed(STOREYS.split("\n"))) for room in row.split()}
ROOTS = {"__init__", "__main__", "cli", "errors", "import_path"}


def _imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name.split(".")[1] for name in names if name.startswith("autograder.")}


@pytest.mark.parametrize("room", sorted(STOREY))
def test_a_room_imports_only_from_the_storeys_below_it(room: str) -> None:
    paths = [path for path in HOME.rglob("*.py") if path.relative_to(HOME).parts[0].removesuffix(".py") == room]
    upwards = {
        f"{path.relative_to(HOME)} imports {other}"
        for path in paths
        for other in _imported(path) - {room}
        if STOREY.get(other, 99) >= STOREY[room]
    }
    assert not upwards


def test_every_room_has_a_storey() -> None:
    rooms = {path.relative_to(HOME).parts[0].removesuffix(".py") for path in HOME.rglob("*.py")}
    assert rooms - ROOTS - {"templates"} <= set(STOREY)


def test_few_modules_lie_outside_a_room() -> None:
    assert {path.stem for path in HOME.glob("*.py")} <= ROOTS
