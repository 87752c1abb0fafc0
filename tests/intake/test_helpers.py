"""A student's own modules: in the folder itself, in packages below it, in a folder around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.intake.submission import open_submission
from autograder.records import Submission
from tests.intake.packing import PACKS, Tree

EXPECTED = ("graph.py", "search.py")
BOTH = {"graph.py": "import utils.maths\n", "search.py": ""}


@pytest.fixture(params=PACKS, ids=lambda pack: pack.__name__)
def opened(request: pytest.FixtureRequest, tmp_path: Path):
    """Open a tree in each way that it can be packed."""
    return lambda tree: open_submission(request.param(tmp_path, tree), EXPECTED)


def modules(submission: Submission) -> set[str]:
    return set(submission.files) - set(EXPECTED)


@pytest.mark.parametrize(
    "line",
    [
        "import utils.maths",
        "from utils.maths import f",
        "from utils import maths as m",
        "import os, utils.maths  # mine",
        "def f():\n    import utils.maths",
        "import utils.maths;import os",
    ],
)
@pytest.mark.parametrize("init", [True, False])
def test_a_package_that_is_imported_comes_along(opened, line: str, init: bool) -> None:
    package: Tree = {"utils/maths.py": "", "utils/deep/more.py": "", **({"utils/__init__.py": ""} if init else {})}
    submission = opened({"graph.py": line, "search.py": "x", **package})
    assert modules(submission) == set(package) and submission.notes == ()


def test_a_package_that_a_helper_imports_comes_along(opened) -> None:
    tree = {
        "graph.py": "import one",
        "search.py": "x",
        "one.py": "import two.a",
        "two/a.py": "import three.b",
        "three/b.py": "",
    }
    assert modules(opened(tree)) == {"one.py", "two/a.py", "three/b.py"}


def test_a_package_beside_the_folder_of_the_work_comes_along(opened) -> None:
    tree = {"hw/graph.py": "import utils.a\nimport tools", "hw/search.py": "x", "utils/a.py": "", "tools.py": ""}
    submission = opened(tree)
    assert modules(submission) == {"utils/a.py", "tools.py"} and len(submission.notes) == 1


def test_what_nothing_imports_is_left_out_by_name(opened) -> None:
    submission = opened({"graph.py": "x", "search.py": "x", "tests/test_graph.py": "", "plot/new.py": "import graph"})
    assert modules(submission) == set()
    assert submission.notes == (
        "plot/new.py, tests/test_graph.py were not graded: they stand neither beside your other files nor in a "
        "package that "
        "these import.",
    )


def test_the_graders_package_and_pythons_own_are_not_replaced(opened) -> None:
    tree = {"graph.py": "import probes.a, json.b, numpy.c", "search.py": "x", "probes/a.py": "", "numpy/c.py": ""}
    assert modules(opened(tree)) == set()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("random.py", "one of Python's own modules, so `import random` gives Python's and not yours; rename it."),
        ("types.py", "one of Python's own modules, so `import types` gives Python's and not yours; rename it."),
        ("numpy.py", "numpy itself, so `import numpy` gives numpy's and not yours; rename it."),
        ("probes.py", "the grader's own package, so `import probes` gives the grader's and not yours; rename it."),
    ],
)
def test_a_helper_that_cannot_be_imported_is_told(opened, name: str, said: str) -> None:
    assert opened({"graph.py": "x", "search.py": "x", name: ""}).notes == (f"{name} has the name of {said}",)


def test_a_helper_with_the_name_of_the_grader_works_here_and_is_told(opened) -> None:
    submission = opened({"graph.py": "x", "search.py": "x", "autograder.py": ""})
    assert modules(submission) == {"autograder.py"}
    assert submission.notes == (
        "autograder.py has the name of the grader, so `python -m autograder` beside it runs your file; rename it. "
        "`python kit check` runs the grader all the same.",
    )


@pytest.mark.parametrize("name", ["test.py", "yaml.py", "helper.py"])
def test_a_helper_that_can_be_imported_needs_no_word(opened, name: str) -> None:
    submission = opened({"graph.py": "x", "search.py": "x", name: ""})
    assert modules(submission) == {name} and submission.notes == ()
