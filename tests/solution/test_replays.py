"""Every command that a report prints to run one case again, run: it tells what the report told."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.grading.grader import Grader
from autograder.intake.submission import open_submission
from autograder.records import Line
from autograder.release.folder import assignment_files, write_folder
from autograder.sandbox import Sandbox
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.staff_folder import StaffFolder
from autograder.writers.text import rerun_command
from tests.support.places import HALF, SOLUTION
from tests.support.real import LONGEST, real, real_answers

pytestmark = pytest.mark.slow

BARS = re.compile(r"^ *\| ", re.MULTILINE)
"""What stands before every line that may hold a student's words."""

TALLY = re.compile(r"\s*\(\d+ of \d+ cases (?:is|are) right\.\)")


@pytest.fixture(scope="module")
def told(sandbox: Sandbox) -> list[tuple[Line, str]]:
    """Lines of a half-finished submission's report that come with a command, and the command: one line of each status
    for each kind of check, public and hidden.
    """
    assignment = real()
    answers = real_answers()
    grader, half = Grader(assignment, answers, sandbox), open_submission(HALF, assignment.files)
    checks = [check for check in assignment.checks if check.id not in LONGEST]
    public = [check.id for check in checks if check.public]
    reports = [grader.grade(half, [check.id for check in checks]), grader.grade(half, public, PUBLIC_DECK)]
    commands = ((line, rerun_command(line, report.provenance["deck"])) for report in reports for line in report.lines)
    lines = [(line, command) for line, command in commands if command]
    sorts = {(line.check.kind, line.check.public, line.verdict.status): (line, command) for line, command in lines}
    return list(sorts.values())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The student's folder: the files of the half-finished submission, and the kit."""
    folder = tmp_path_factory.mktemp("student") / "home"
    assignment = real()
    answers = real_answers()
    write_folder(folder, assignment_files(StaffFolder(SOLUTION), assignment, answers))
    shutil.copytree(HALF, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


def test_every_printed_command_tells_what_the_report_told(told: list[tuple[Line, str]], home: Path) -> None:
    assert {line.check.public for line, _ in told} == {True, False}
    assert {line.verdict.status for line, _ in told} >= {"failed", "skipped"}
    silent = [command for line, command in told if not said(line.verdict.message, output_of(command, home))]
    assert not silent


STARTS = ("python kit ", "python -m autograder ")
"""How students run a command, and how staff do."""


def said(message: str, output: str) -> bool:
    """Whether each line of a message is in the output. Of one case alone more may be told in between: what explains
    it need not hold in the others.
    """
    whole = essence(output)
    seen = TALLY.sub("", message.split("So far:")[-1])
    return all(essence(part) in whole for part in seen.splitlines())


def output_of(command: str, home: Path) -> str:
    asked = next(start for start in STARTS if command.startswith(start))
    words = shlex.split(command.removeprefix(asked))
    if words[0] == "grade":
        results = home.parent / "results.json"
        words = ["grade", str(HALF), "--assignment", str(SOLUTION), "--results", str(results), *words[4:]]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == (1 if words[0] == "check" else 0), done.output
    return BARS.sub("", done.output)


def essence(text: str) -> str:
    """What was seen, without what only a whole report can say, and wherever lines are broken."""
    told = re.sub(r"(?m)^ *\| ", "", text)  # the margin of what a submission's own text may be in
    return "".join(TALLY.sub("", told.split("So far:")[-1]).split())
