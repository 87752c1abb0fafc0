"""Odd hand-ins from the folder to the report: whatever lies beside right work, nothing of the grader breaks."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from autograder.gradescope import results as gradescope
from autograder.gradescope.preview.lint import lint
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.records import Assignment, Report
from autograder.sandbox import Sandbox
from tests.intake.packing import PACKS, Tree, as_folder
from tests.intake.test_alike import trees
from tests.support.reports import statuses

pytestmark = pytest.mark.slow


@pytest.fixture
def graded(toy: Assignment, toy_answers, sandbox: Sandbox) -> Callable[..., Report]:
    """Grade a tree that is packed in one way."""

    def run(tree: Tree, pack=as_folder) -> Report:
        with tempfile.TemporaryDirectory() as place:
            submission = open_submission(pack(Path(place), tree), toy.files)
        return Grader(toy, toy_answers, sandbox).grade(submission)

    return run


@seed(0)
@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(tree=trees())
def test_whatever_lies_beside_right_work_it_is_graded_and_nothing_is_broken(
    graded: Callable[..., Report], toy_source: dict[str, str], tree: Tree
) -> None:
    right = graded(toy_source)
    report = graded(
        {**{path: file for path, file in tree.items() if path.partition("/")[0] not in toy_source}, **toy_source}
    )
    assert not report.failed_on and statuses(report) == statuses(right)
    results = gradescope.results(report)
    assert [one for one in lint(results) if one.level == "wrong"] == [] and "\\u001b" not in json.dumps(
        json.loads(results)
    )


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.__name__)
def test_a_package_that_the_students_own_layout_has_is_imported_however_it_is_packed(
    graded: Callable[..., Report], toy_source: dict[str, str], pack
) -> None:
    tree = {f"hw/{name}": f"import tools.maths, test\n{text}" for name, text in toy_source.items()}
    tree |= {"hw/tools/maths.py": "from . import more\n", "hw/tools/more.py": "", "hw/test.py": "import random\n"}
    assert statuses(graded(tree, pack)) == statuses(graded(toy_source))
