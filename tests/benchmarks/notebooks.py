"""The student's code and the twelve checks as notebooks, for the graders that want those."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.place import Place

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
SET_UP = """
import sys
from types import SimpleNamespace
sys.path.insert(0, ".")
import probes_of_twelve, twelve
student = SimpleNamespace(work=SimpleNamespace(**globals()))
call = lambda name, inputs: getattr(probes_of_twelve, name)(student, **inputs)
"""
HERE_COMES = "### BEGIN SOLUTION\n### END SOLUTION\n"


def save(path: Path, cells: Iterable[Mapping[str, Any]]) -> None:
    """Write a notebook of these cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    numbered = [{"id": f"cell{number}", **cell} for number, cell in enumerate(cells)]
    whole = {"cells": numbered, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole))


def code(source: str, **metadata: Any) -> dict[str, Any]:
    """A cell of code."""
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


def plain(place: Place, number: int) -> list[dict[str, Any]]:
    """What one student handed in: the code, and what the checks need to find it."""
    return [code((place.submission(number) / "work.py").read_text()), code(SET_UP)]


def with_tests(place: Place) -> list[dict[str, Any]]:
    """Staff's notebook for nbgrader: a cell for the student's code, and a locked cell for each check."""
    names = checks(place)
    answer = code(HERE_COMES, nbgrader=graded("work", grade=False, solution=True))
    set_up = code(SET_UP, nbgrader=graded("set_up", grade=False, solution=False))
    tests = [code(f"twelve.check({name!r}, call)", nbgrader=graded(name, grade=True, solution=False)) for name in names]
    return [answer, set_up, *tests]


def graded(name: str, grade: bool, solution: bool) -> dict[str, Any]:
    """A cell's metadata, as nbgrader's own toolbar writes them."""
    kept = {"grade_id": name, "grade": grade, "solution": solution, "locked": not solution, "schema_version": 3}
    return {**kept, "task": False, **({"points": 1} if grade else {})}


def hand_in(place: Place, number: int, path: Path) -> None:
    """Fill the student's code into a released notebook."""
    whole = json.loads(path.read_text())
    [cell] = [cell for cell in whole["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "work"]
    cell["source"] = (place.submission(number) / "work.py").read_text()
    path.write_text(json.dumps(whole))


def checks(place: Place) -> list[str]:
    """The names of the twelve checks, in the order of the probes that are called for them."""
    text = (place.common / "twelve.py").read_text()
    return re.findall(r'^    "(\w+)": "', text, re.MULTILINE)


OTTER = """from otter.test_files import test_case

OK_FORMAT = False
name = "twelve"
points = None
"""
OTTER_CASE = """

@test_case(name="{name}", points=1)
def test_{name}(env):
    env["twelve"].check("{name}", env["call"])
"""


def otter_tests(place: Place) -> str:
    """The twelve checks as Otter documents tests that raise: a decorated function each."""
    return OTTER + "".join(OTTER_CASE.format(name=name) for name in checks(place))
