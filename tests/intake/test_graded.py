"""Odd hand-ins from the folder to the report: whatever lies beside right work, nothing of the grader breaks."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from autograder.answers.store import Answers
from autograder.gradescope import results as gradescope
from autograder.gradescope.preview.lint import lint
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.records import Assignment, Report
from autograder.sandbox import Sandbox
from autograder.text import sanitize
from tests.intake.packing import PACKS, Tree, as_folder
from tests.intake.test_alike import trees
from tests.support.reports import statuses, submission_of
from tests.support.toy import with_function

pytestmark = pytest.mark.slow


@pytest.fixture
def graded(toy: Assignment, toy_answers, sandbox: Sandbox) -> Callable[..., Report]:
    """Grade a tree that is packed in one way."""

    def run(tree: Tree, pack=as_folder) -> Report:
        with tempfile.TemporaryDirectory() as place:
            submission = open_submission(pack(Path(place), tree), toy.files)
        return Grader(toy, toy_answers, sandbox).grade(submission)

    return run


@pytest.fixture(scope="module")
def right(toy: Assignment, toy_answers: Answers, sandbox: Sandbox, toy_source: dict[str, str]) -> dict[str, str]:
    """What the reference alone comes to."""
    return statuses(Grader(toy, toy_answers, sandbox).grade(submission_of(toy_source)))


@seed(0)
@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(tree=trees())
def test_whatever_lies_beside_right_work_it_is_graded_and_nothing_is_broken(
    graded: Callable[..., Report], right: dict[str, str], toy_source: dict[str, str], tree: Tree
) -> None:
    report = graded(
        {**{path: file for path, file in tree.items() if path.partition("/")[0] not in toy_source}, **toy_source}
    )
    assert not report.failed_on and statuses(report) == right
    results = gradescope.results(report)
    assert [one for one in lint(results) if one.level == "wrong"] == [] and "\\u001b" not in json.dumps(
        json.loads(results)
    )


KINDS = st.sampled_from(
    ["ValueError", "TypeError", "AttributeError", "NotImplementedError", "ModuleNotFoundError",
     "ImportError", "OSError", "SyntaxError", "SystemExit", "KeyboardInterrupt", "MemoryError",
     "RecursionError", "StopIteration", "Own"]
)  # fmt: skip
SAID = st.sampled_from(
    ["There is no toy.py among your files.", "scaled() missing 1 required positional argument: 'k'", "a\nb\rc", "%s",
     "{0}", "'x' object has no attribute 'y'", "\ud800", "\x1b[2J", "\u2028", "<b>", "\0", "x" * 100_000, "Traceback"]
) | st.text(st.characters())  # fmt: skip


@seed(0)
@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(kind=KINDS, said=st.lists(SAID, max_size=3).map("".join), name=st.text(st.characters(), max_size=4))
def test_whatever_an_exception_says_nothing_is_broken(
    graded: Callable[..., Report], toy_source: dict[str, str], kind: str, said: str, name: str
) -> None:
    raises = f"    raise type({kind!r}, (Exception,), {{}})({said!a}) if {kind!r} == 'Own' else {kind}({said!a})\n"
    odd = f"def double(x):\n{raises}\ndef scaled(x, k):\n{raises}\ndef shuffled(n, rng):\n    exec({name!a})\n"
    at_import = f"if True:\n{raises}"  # of the file that no other imports
    report = graded({**with_function(toy_source, odd), "helper_free.py": at_import})
    assert not report.failed_on and all(len(line.verdict.brief) < 10_000 for line in report.lines)
    results = gradescope.results(report)
    assert [one for one in lint(results) if one.level == "wrong"] == []
    told = json.loads(results)
    words = "".join(test.get("output", "") for test in told["tests"])
    assert words == sanitize.sanitized(words) and "autograder/" not in words


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.__name__)
def test_a_package_that_the_students_own_layout_has_is_imported_however_it_is_packed(
    graded: Callable[..., Report], right: dict[str, str], toy_source: dict[str, str], pack
) -> None:
    tree = {f"hw/{name}": f"import tools.maths, test\n{text}" for name, text in toy_source.items()}
    tree |= {"hw/tools/maths.py": "from . import more\n", "hw/tools/more.py": "", "hw/test.py": "import random\n"}
    assert statuses(graded(tree, pack)) == right
