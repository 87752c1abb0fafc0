"""No submission passes a check of the assignment by editing what is recorded of it, or by being another when measured.

A file in judges/ is appended to the reference's file of the name in its head, and tried on the checks that it names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.freeze.reference import reference
from autograder.grading.attempts import run_check
from autograder.grading.grader import payload_of
from autograder.records import Submission
from autograder.sandbox import Sandbox
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION
from tests.support.real import patient, real_answers
from tests.support.reports import check_of

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "judges"
HEAD = re.compile(
    r'"""(?P<about>.+?\.)\n\ncheck: (?P<checks>.+)\nfile: (?P<files>.+)\nexpect: (?P<expect>\w+)\n"""', re.DOTALL
)
DECK = 3


@dataclass(frozen=True)
class Trick:
    """What is appended to some files of the reference, and what must become of it on each of some checks."""

    source: bytes
    checks: tuple[str, ...]
    files: tuple[str, ...]
    expect: str


def trick(path: Path) -> Trick:
    head = HEAD.match(path.read_text())
    assert head is not None, f"{path.name} does not say what it tries, and on what"
    return Trick(path.read_bytes(), tuple(head["checks"].split()), tuple(head["files"].split()), head["expect"])


TRIED = [
    pytest.param(trick(path), check, id=f"{path.stem}-{check}")
    for path in sorted(HERE.glob("*.py"))
    for check in trick(path).checks
]


@pytest.mark.parametrize(("tried", "check_id"), TRIED)
def test_a_trick_comes_to_what_its_head_says(tried: Trick, check_id: str, sandbox: Sandbox) -> None:
    assignment, answers = patient(), real_answers()
    right = dict(reference(StaffFolder(SOLUTION), assignment).files)
    files = right | {name: right[name] + b"\n\n" + tried.source for name in tried.files}
    check = check_of(assignment, check_id)
    cases, key = answers.cases(check, DECK), answers.key(check, DECK, assignment.laws)
    verdict, _ = run_check(sandbox, payload_of(assignment, Submission("trick", files)), check, cases, key)
    assert (verdict.status, verdict.score) == (tried.expect, 0.0), verdict.message
