"""Error carried forward: what is right for a student's own earlier code earns a share, and says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from autograder.answers.store import AnswersError
from autograder.checks import kind_of
from autograder.checks.carried import carried_check
from autograder.freeze.reference import freeze
from autograder.gradescope import results as gradescope
from autograder.grading.attempts import run_check
from autograder.grading.grader import Grader
from autograder.grading.waiting import carry_forward
from autograder.records import AnswerKey, Carried, Case, Check, Report, Transcript, Verdict
from autograder.release.kit import kit
from autograder.sandbox import Payload, Sandbox, SandboxBrokenError
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from autograder.writers import terminal
from tests.support.reports import check_of, rejudge, shown, submission_of, verdict_of
from tests.support.toy import copy_of_toy, edited, frozen, with_function

Judged: TypeAlias = tuple[Verdict, Transcript]

OWN = """

def own_triple(student, x):
    if student.toy.double(1) == student.toy.double(2):
        raise Complaint("double gives the same whatever it is given.")
    return {"value": student.toy.double(x) + x}


def triple_given(student, x):
    student.toy.triple.__globals__["double"] = lambda number: number + number
    return {"value": student.toy.triple(x)}
"""
TRIPLE = "\n\ndef triple(x):\n    return double(x) + x\n"
HALF = "builds_on: [t1.double]\n        carried: {expects: own_triple}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The toy, whose triple is built from double."""
    folder = copy_of_toy(tmp_path / "toy")
    edited(
        folder,
        ("    return student.helper_free.triple(x)\n", "    return student.toy.triple(x)\n" + OWN),
        name="probes/toy.py",
    )
    edited(folder, ("def double", "from probes.tools import Complaint\n\n\ndef double"), name="probes/toy.py")
    (folder / "toy.py").write_text((folder / "toy.py").read_text() + TRIPLE)
    return folder


def graded(folder: Path, sandbox: Sandbox, setting: str, code: str) -> Report:
    """The report on the reference with some functions written anew."""
    edited(folder, ("builds_on: [t1.double]", setting))
    assignment, answers = frozen(folder, sandbox, folder / "cache")
    source = {name: (folder / name).read_text() for name in assignment.files}
    return Grader(assignment, answers, sandbox).grade(submission_of(with_function(source, code)), deck=1)


def test_what_is_right_for_wrong_pieces_earns_half_and_is_labelled(folder: Path, sandbox: Sandbox) -> None:
    report = graded(folder, sandbox, HALF, "def double(x):\n    return 5 * x")
    verdict = verdict_of(report, "t3.triple")
    assert (verdict.status, verdict.score, verdict.carried, verdict.hint) == ("skipped", 0.5, 0.5, "")
    assert verdict.message == verdict.brief
    assert verdict.message == (
        "Error carried forward: with the results of your own earlier code, this check passes. That earns 50 % of the "
        "points now; the rest comes once t1.double passes."
    )
    assert "Error carried forward" in shown(terminal.write_report, report)
    data = json.loads(gradescope.results(report))
    row = next(test for test in data["tests"] if test["name"].startswith("t3.triple"))
    assert row["tags"] == ["t3", "skipped", "carried forward"] and row["score"] == 0.5
    assert data["extra_data"]["carried"] == {"t3.triple": 0.5}


HIDDEN_DOUBLE = ("        public: true\n        hint: What is twice", "        hint: What is twice")


@pytest.mark.parametrize("field", ["builds_on", "after"])
def test_a_public_check_is_carried_from_a_hidden_one_and_run_before_it(
    folder: Path, sandbox: Sandbox, field: str
) -> None:
    edited(
        folder, HIDDEN_DOUBLE, ("builds_on: [t1.double]", f"public: true\n        {HALF}".replace("builds_on", field))
    )
    assignment, answers = frozen(folder, sandbox, folder / "cache")
    source = {name: (folder / name).read_text() for name in assignment.files}
    ran: list[tuple[str, bool]] = []

    def noted(box: Sandbox, load: Payload, check: Check, cases: Sequence[Case], key: AnswerKey) -> Judged:
        ran.append((check.kind, check.public))
        return run_check(box, load, check, cases, key)

    files = submission_of(with_function(source, "def double(x):\n    return 5 * x"))
    verdict = verdict_of(Grader(assignment, answers, sandbox, noted).grade(files, deck=1), "t3.triple")
    assert (verdict.status, verdict.score, verdict.carried, verdict.hint) == ("skipped", 0.5, 0.5, "")
    assert ("carried", True) in ran and ran == sorted(ran, key=lambda one: not one[1])


@pytest.mark.parametrize("hidden", [True, False])
def test_a_grader_that_fails_while_an_error_is_carried_forward_is_flagged_and_the_rest_is_graded(
    folder: Path, sandbox: Sandbox, hidden: bool
) -> None:
    if hidden:
        edited(folder, HIDDEN_DOUBLE, ("builds_on: [t1.double]", f"public: true\n        {HALF}"))
    else:
        edited(folder, ("builds_on: [t1.double]", HALF))
    assignment, answers = frozen(folder, sandbox, folder / "cache")
    source = {name: (folder / name).read_text() for name in assignment.files}

    def killed(box: Sandbox, load: Payload, check: Check, cases: Sequence[Case], key: AnswerKey) -> Judged:
        if check.kind == "carried":
            raise SandboxBrokenError("SIGKILL ended it")
        return run_check(box, load, check, cases, key)

    files = submission_of(with_function(source, "def double(x):\n    return 5 * x"))
    report = Grader(assignment, answers, sandbox, killed).grade(files, deck=1)
    assert report.failed_on == ["t3.triple"] and verdict_of(report, "t3.triple").staff_note.endswith("SIGKILL ended it")
    assert verdict_of(report, "t2.order").status == "passed"


def test_staff_set_the_share(folder: Path, sandbox: Sandbox) -> None:
    report = graded(folder, sandbox, HALF.replace("}", ", share: 0.75}"), "def double(x):\n    return 5 * x")
    assert verdict_of(report, "t3.triple").score == 0.75


def test_what_is_carried_is_added_to_what_is_right_already_and_says_so(folder: Path, sandbox: Sandbox) -> None:
    report = graded(folder, sandbox, HALF, "def double(x):\n    return 5 * x")
    [double] = [line for line in report.lines if line.check.id == "t1.double"]
    half, whole = Verdict("failed", 0.5), Verdict("passed", 1.0)
    verdict = carry_forward(half, whole, Carried("own", when=("t1.double",)), [double])
    assert verdict.score == 0.75 and "That adds 25 % of the points" in verdict.message


def test_a_mistake_of_its_own_carries_nothing(folder: Path, sandbox: Sandbox) -> None:
    wrong = "def double(x):\n    return 5 * x\ndef triple(x):\n    return double(x) - x"
    verdict = verdict_of(graded(folder, sandbox, HALF, wrong), "t3.triple")
    assert verdict.score == verdict.carried == 0 and verdict.message.startswith("Fix t1.double first")


def test_a_piece_that_gives_the_same_whatever_it_is_given_carries_nothing(folder: Path, sandbox: Sandbox) -> None:
    verdict = verdict_of(graded(folder, sandbox, HALF, "def double(x):\n    return 0 * x"), "t3.triple")
    assert verdict.score == 0
    assert verdict.message.endswith(
        "No points can be carried forward here. double gives the same whatever it is given."
    )


def test_a_piece_that_fails_carries_nothing_and_is_named(folder: Path, sandbox: Sandbox) -> None:
    verdict = verdict_of(graded(folder, sandbox, HALF, "def double(x):\n    return x.twice"), "t3.triple")
    assert verdict.score == 0 and "No points can be carried forward here." in verdict.message


def test_given_data_takes_the_place_of_a_piece_that_fails(folder: Path, sandbox: Sandbox) -> None:
    setting = "carried: {instead: triple_given, when: [t1.double]}"
    verdict = verdict_of(graded(folder, sandbox, setting, "def double(x):\n    return None"), "t3.triple")
    assert (verdict.status, verdict.score) == ("skipped", 0.5)
    assert "with correct input from earlier code, this check passes" in verdict.message


def test_without_a_blamed_failure_a_failure_stays_its_own(folder: Path, sandbox: Sandbox) -> None:
    setting = "carried: {instead: triple_given, when: [t1.double]}"
    wrong = "def double(x):\n    return 5 * x\ndef triple(x):\n    return 4 * x"
    verdict = verdict_of(graded(folder, sandbox, setting, wrong), "t3.triple")
    assert verdict.status == "failed" and verdict.score == 0


def test_a_failure_of_its_own_is_told_nothing_of_what_could_not_be_carried(folder: Path, sandbox: Sandbox) -> None:
    setting = "carried: {expects: own_triple, when: [t1.double]}"
    wrong = "def double(x):\n    return 0 * x\ndef triple(x):\n    return 4 * x"
    line = next(line for line in graded(folder, sandbox, setting, wrong).lines if line.check.id == "t3.triple")
    assert line.verdict.status == "failed" and not line.blocked_by
    assert "carried" not in line.verdict.message


def test_what_was_kept_is_enough_to_judge_it_again(folder: Path, sandbox: Sandbox) -> None:
    report = graded(folder, sandbox, HALF, "def double(x):\n    return 5 * x")
    line = next(line for line in report.lines if line.check.id == "t3.triple")
    assignment, answers = frozen(folder, sandbox, folder / "cache")
    again = carried_check(check_of(assignment, "t3.triple"))
    key = answers.key(again, 1, assignment.laws)
    assert rejudge(again, answers.cases(again, 1), key, line.transcript).score == 1
    assert kind_of(again).apart


def test_a_kit_holds_nothing_of_what_is_carried(folder: Path, sandbox: Sandbox) -> None:
    edited(folder, ("builds_on: [t1.double]", f"public: true\n        {HALF}"))
    assignment, answers = frozen(folder, sandbox, folder / "cache")
    files = kit(StaffFolder(folder), assignment, answers)
    assert b"t3.triple" in files["assignment.yaml"] and b"carried" not in files["assignment.yaml"]
    assert b"def triple(" in files["probes/toy.py"] and b"own_triple" not in files["probes/toy.py"]


def test_the_reference_must_agree_with_its_own_pieces(folder: Path, sandbox: Sandbox) -> None:
    edited(folder, ("student.toy.double(x) + x", "student.toy.double(x) - x"), name="probes/toy.py")
    edited(folder, ("builds_on: [t1.double]", HALF))
    with pytest.raises(
        AnswersError, match=r"assignment\.yaml:\d+:\d+: the reference would carry nothing forward in t3"
    ):
        freeze(StaffFolder(folder), loader.load(folder), sandbox)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("carried: {share: 0.5}", "name a probe: as `expects`, as `instead`, or one as each"),
        ("builds_on: [t1.double]\n        carried: {expects: own_tripel}", "Did you mean 'own_triple'?"),
        (
            "builds_on: [t1.double]\n        carried: {expects: own_triple, share: 2}",
            "share: this must be at most 1; got 2.",
        ),
        ("builds_on: [t1.double]\n        carried: {expect: own_triple}", "Did you mean 'expects'?"),
        ("carried: {expects: own_triple}", "name an earlier check in `when`, `after` or `builds_on`"),
        ("carried: {expects: own_triple, when: [t1.doubel]}", "Did you mean 't1.double'?"),
        ("carried: {expects: own_triple, when: [t3.triple]}", "which cannot carry an error forward from itself"),
    ],
)
def test_each_wrong_setting_is_reported_with_its_place(folder: Path, setting: str, said: str) -> None:
    edited(folder, ("builds_on: [t1.double]", setting))
    with pytest.raises(loader.SpecError) as error:
        loader.load(folder)
    assert said in str(error.value) and f"{folder}/assignment.yaml:" in str(error.value)
