"""Whether a grader gave the right submission all twelve points: what it writes says so, its exit status may not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.benchmarks.place import Place

TWELVE = 12


def loaded(path: Path) -> Any:
    """The contents of a file in JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


def scored(path: Path) -> float:
    """The points in a results.json of Gradescope's form."""
    return sum(test.get("score", 0) for test in loaded(path)["tests"])


def in_gradebook(path: Path) -> float:
    """The points of the first student in nbgrader's database."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("select count(*) from grade where auto_score = 1").fetchone()[0] or 0


POINTS: Mapping[str, Callable[[Path], float]] = {
    "autograder": lambda folder: scored(folder / "results.json"),
    "gradescope-utils": lambda folder: scored(folder / "gradescope-utils" / "results-0000.json"),
    "check50": lambda folder: sum(row["passed"] for row in loaded(folder / "check50" / "0000.json")["results"][1:]),
    "otter-grader": lambda folder: scored(folder / "otter-grader" / "0000" / "results.json"),
    "nbgrader": lambda folder: in_gradebook(folder / "nbgrader" / "course0" / "gradebook.db"),
}
"""Of the graders that exit with 0 whatever the score, the points that one submission got."""


def problem(place: Place, name: str) -> str:
    """What is wrong with the first submission's points; empty where nothing is."""
    points = POINTS[name](place.folder) if name in POINTS else TWELVE
    return "" if points == TWELVE else f"it gave a right submission {points:g} of {TWELVE} points"
