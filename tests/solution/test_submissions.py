"""Whole submissions: a half-finished one, right ones written in other ways, and wrong ones with a single mistake each.

A folder in tests/variants or tests/wrong holds the files that differ from the reference. The head of a wrong file names
the checks that it should lose, and words that its report must hold.
"""

import re
from dataclasses import replace

import pytest

from autograder.freeze.reference import reference
from autograder.grading.cache import VerdictCache, cached_run_check
from autograder.grading.cache_keys import keys
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.records import Submission
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import HALF, ROOT, SOLUTION
from tests.support.real import patient, real_answers

pytestmark = pytest.mark.slow

DECK = 1
VARIANTS = sorted(path for path in (ROOT / "tests" / "variants").iterdir() if path.is_dir())
WRONG = sorted(path for path in (ROOT / "tests" / "wrong").iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def assignment():
    return patient()


@pytest.fixture(scope="module")
def report_on(assignment, sandbox, tmp_path_factory):
    """The report on files that stand in for the reference's, with the checks' own hints, as no mistake is known.

    A check whose probes reach no code that is new runs once for all of them, as in a proof.
    """
    answers, right = replace(real_answers(), wrong={}), reference(StaffFolder(SOLUTION), assignment).files
    known = cached_run_check(VerdictCache(tmp_path_factory.mktemp("verdicts")), keys(assignment, answers), DECK)

    def report(folder):
        own = {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}
        return Grader(assignment, answers, sandbox, known).grade(Submission(folder.name, {**right, **own}), deck=DECK)

    return report


def lost(report):
    return {line.check.id: line.verdict for line in report.lines if line.verdict.status != "passed"}


@pytest.mark.parametrize("folder", VARIANTS, ids=lambda path: path.name)
def test_a_right_submission_written_in_another_way_earns_everything(report_on, folder):
    assert all(path.read_text().startswith("# Differs from the reference: ") for path in folder.glob("*.py"))
    report = report_on(folder)
    assert {name: verdict.message for name, verdict in lost(report).items()} == {}
    assert report.score == pytest.approx(108)


@pytest.mark.parametrize("folder", WRONG, ids=lambda path: path.name)
def test_a_single_mistake_loses_just_its_checks_and_is_told(report_on, folder):
    [path] = folder.glob("*.py")
    head = dict(re.findall(r"^# (One mistake|Loses|Told): (.*)$", path.read_text(), re.MULTILINE))
    found = lost(report_on(folder))
    assert sorted(found) == sorted(head["Loses"].split(", "))
    words = " ".join(f"{verdict.message} {verdict.hint}" for verdict in found.values())
    assert head["Told"] in words


def test_there_are_at_least_twelve_of_each():
    assert len(VARIANTS) >= 12 and len(WRONG) >= 12


def test_a_half_finished_submission_earns_about_half_and_every_row_says_why(assignment, report_on):
    submission = open_submission(HALF, assignment.files)
    assert sorted(submission.files) == sorted(assignment.files) and not submission.notes
    report = report_on(HALF)
    statuses = {line.verdict.status for line in report.lines}
    assert statuses == {"passed", "failed", "error", "skipped"}
    assert report.score == pytest.approx(68.036310)
    for line in report.lines:
        if line.verdict.status != "passed":
            assert line.verdict.message
    assert any(line.verdict.message.startswith("Not written yet: ") for line in report.lines)
