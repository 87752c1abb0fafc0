"""Whole submissions: a half-finished one, right ones written in other ways, and wrong ones with a single mistake each.

A folder in tests/variants or tests/wrong holds the files that differ from the reference. The head of a wrong file names
the checks that it should lose, and words that its report must hold.

Variants that have no file in common are graded as one submission, which must be right like each of them: a fifth of the
gradings. Where it is not, each is graded by itself, so that the test can name the one to look at. Variants that compute
entry by entry take minutes of a processor for the two longest trainings: these are left to a proof, which runs all.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.freeze.reference import reference
from autograder.grading.cache import VerdictCache, cached_run_check
from autograder.grading.cache_keys import keys
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.records import Submission
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import HALF, ROOT, SOLUTION
from tests.support.real import LONGEST, patient, real_answers

pytestmark = pytest.mark.slow

DECK = 1
VARIANTS = sorted(path for path in (ROOT / "tests" / "variants").iterdir() if path.is_dir())
ENTRY_BY_ENTRY = [
    path for path in VARIANTS if path.name in ("loops", "half_at_zero", "softmax_one_dimension_at_a_time")
]
WRONG = sorted(path for path in (ROOT / "tests" / "wrong").iterdir() if path.is_dir())


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder that differ from the reference."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}


def groups_of(variants: Sequence[Path]) -> list[list[Path]]:
    """The variants in groups that are graded as one submission: the slow ones apart, as they are not graded whole."""
    return [*together(ENTRY_BY_ENTRY), *together([path for path in variants if path not in ENTRY_BY_ENTRY])]


def together(folders: Sequence[Path]) -> list[list[Path]]:
    """The folders in groups whose members have no file in common."""
    groups: list[list[Path]] = []
    taken: list[set[str]] = []
    for folder in sorted(folders, key=lambda one: -len(files_of(one))):
        names = files_of(folder).keys()
        place = next((place for place, already in enumerate(taken) if not already & names), len(groups))
        if place == len(groups):
            groups.append([])
            taken.append(set())
        groups[place].append(folder)
        taken[place] |= names
    return groups


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

    def report(*folders):
        own = {name: data for folder in folders for name, data in files_of(folder).items()}
        checks = [
            check.id for check in assignment.checks if check.id not in LONGEST or not {*folders} & {*ENTRY_BY_ENTRY}
        ]
        submission = Submission("somebody's", {**right, **own})
        return Grader(assignment, answers, sandbox, known).grade(submission, only=checks, deck=DECK)

    return report


def lost(report):
    return {line.check.id: line.verdict for line in report.lines if line.verdict.status != "passed"}


def test_every_variant_is_in_one_group_and_no_file_of_a_group_is_anothers():
    groups = groups_of(VARIANTS)
    assert sorted(folder for group in groups for folder in group) == VARIANTS
    for group in groups:
        names = [name for folder in group for name in files_of(folder)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("folder", VARIANTS, ids=lambda path: path.name)
def test_a_variant_says_how_it_differs(folder):
    assert all(data.startswith(b"# Differs from the reference: ") for data in files_of(folder).values())


@pytest.mark.parametrize("folders", groups_of(VARIANTS), ids=lambda group: " ".join(path.name for path in group))
def test_right_submissions_written_in_other_ways_earn_everything(report_on, folders):
    report = report_on(*folders)
    if lost(report):
        alone = {folder.name: lost(report_on(folder)) for folder in folders}
        guilty = {name: list(verdicts) for name, verdicts in alone.items() if verdicts} or "only all of them together"
        pytest.fail(f"{guilty}: { {name: verdict.message for name, verdict in lost(report).items()} }")
    assert report.score == pytest.approx(sum(line.check.points for line in report.lines))
    assert 107 <= report.score <= 108


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
    assert report.score == pytest.approx(68.061310)
    for line in report.lines:
        if line.verdict.status != "passed":
            assert line.verdict.message
    assert any(line.verdict.message.startswith("Not written yet: ") for line in report.lines)
