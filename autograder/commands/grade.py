"""``autograder grade``: one submission to a report in the terminal and results.json."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from autograder.commands import formats
from autograder.commands.errors import BAD_USAGE, STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.commands.formats import write_option
from autograder.commands.loading import frozen_answers, load_assignment, stale_sentence, term_of
from autograder.commands.options import GivenPath, as_one, assignment_option, metadata_option
from autograder.commands.progress import progress_bar
from autograder.commands.selection import names_given, only_case
from autograder.commands.signals import Terminated, terminable, uninterrupted
from autograder.commands.warm import warm_process
from autograder.gradescope import results as gradescope
from autograder.gradescope.metadata import read
from autograder.grading import time_limits
from autograder.grading.grader import Grader, Grading
from autograder.grading.policy import apply_policy
from autograder.intake.files import IntakeError
from autograder.intake.submission import open_submission
from autograder.records import NOT_GIVEN, Assignment, Progress, Report, Submission, SubmissionInfo
from autograder.release.handed_out import handed_out
from autograder.sandbox import Sandbox
from autograder.spec.cases import deck_for
from autograder.spec.staff_folder import StaffFolder
from autograder.writers import files, terminal

SAVE_SECONDS = 5.0
"""What is known so far is written this often: whatever ends the grader, the last word stays."""
STOPPED = "Grading was stopped from outside before it was done; what had been reached until then is reported."
STOPPED_AT_ONCE = "Grading was stopped from outside before it began; results.json says that it did not finish."


@dataclass(frozen=True)
class CommandLine:
    """The command's parameters, by name."""

    path: Path
    folder: Path
    only: tuple[str, ...]
    case: str
    deck: int | None
    name: str
    metadata_path: Path | None
    results: Path
    everything: bool
    as_json: bool
    formats: tuple[tuple[str, Path | None], ...]
    stale: bool


@click.command(short_help="Grade one submission and write results.json.")
@click.argument("path", type=GivenPath())
@assignment_option
@click.option("-q", "--question", "only", multiple=True, help="Only this question or check; may be repeated.")
@click.option("--case", default="", help="Only the case of this name; name one check with it.")
@click.option("--deck", type=click.IntRange(1), help="This draw of the random cases, not the one of the name.")
@click.option("--name", default="", help="The submission's name, which decides its deck (default: the path's).")
@metadata_option("Gradescope's submission_metadata.json: name, due date, earlier submissions.")
@click.option("--results", type=GivenPath(), default="results.json", show_default=True, help="Where to write.")
@click.option("--all", "everything", is_flag=True, help="Print the checks that pass as well.")
@click.option("--json", "as_json", is_flag=True, help="Print results.json instead of the report.")
@write_option
@click.option("--stale", is_flag=True, help="Grade by the frozen answers although the assignment has changed since.")
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Grade the submission at PATH: a folder, a zip, a tar, a .py file or a notebook.

    Exit status: 0 when it was graded, whatever the score; 2 for bad usage or a submission that cannot be opened; 3 when
    something on staff's side is broken. From its first moment on, results.json is valid.
    """
    _write(line.results, gradescope.placeholder())
    with stop_on_error():
        staff = StaffFolder(line.folder)
        calibration = time_limits.read(staff.path / time_limits.PACE_NAME)
        assignment = time_limits.scale_limits(load_assignment(line.folder), calibration)
        line = replace(line, only=names_given(assignment, line.only))
        if line.deck is not None and line.deck > assignment.decks:
            stop(f"There is no deck {line.deck}: the decks are 1 to {assignment.decks}.", BAD_USAGE)
        info = read(line.metadata_path) if line.metadata_path else NOT_GIVEN
        if term := term_of(staff, assignment):
            info = replace(info, slip_days=term.left(assignment.id, info.members))
        with files.reserved(line.results):
            submission = _opened(line, staff, assignment, line.name or info.submission)
            deck = line.deck or deck_for(submission.name, assignment.decks)
            answers = frozen_answers(staff, assignment)
            if sentence := stale_sentence(staff, assignment, answers):
                _refuse_stale(line, sentence)
            answers = only_case(assignment, answers, line.only, deck, line.case)
            report, finished = _graded(
                partial(Sandbox, secrets=staff.secrets(assignment.files), warm=warm_process()),
                lambda sandbox: Grader(assignment, answers, sandbox).start(submission, line.only, deck),
                _Results(line.results, assignment, info),
            )
    if line.as_json:
        click.echo(gradescope.results(report).decode(), nl=False)
    else:
        whole = line.everything or len(report.lines) == 1  # who asks for one check wants all there is to say of it
        write = terminal.write_whole_report if whole else terminal.write_report
        with formats.quiet_on_github(line.formats):
            write(report, terminal.console())
    formats.write(report, line.formats)
    sys.exit(STAFF_SIDE_BROKEN if report.failed_on or not finished else 0)


def _refuse_stale(line: CommandLine, sentence: str) -> None:
    """Say that the answers are stale; without --stale nothing is graded by them."""
    if line.stale:
        click.echo(f"Note: {sentence}", err=True)
    else:
        stop(f"{sentence} To grade by the old answers all the same, add --stale.", STAFF_SIDE_BROKEN)


def _opened(line: CommandLine, folder: StaffFolder, assignment: Assignment, name: str) -> Submission:
    """The submission. Where it cannot be opened, results.json says why before the error ends the command."""
    try:
        known = handed_out(folder, assignment)
        return open_submission(line.path, assignment.files, name, skeleton=known.digests, names=known.names)
    except IntakeError as error:
        _write(line.results, gradescope.refusal(str(error)))
        formats.refuse(str(error), line.formats)
        raise


@dataclass(frozen=True)
class _Results:
    """Where one submission's results.json is written, and what the circumstances of the submission change in it."""

    path: Path
    assignment: Assignment
    info: SubmissionInfo

    def write(self, report: Report) -> Report:
        """Write a report under the late policy and the hint budget, and return it so."""
        report = apply_policy(report, self.assignment, self.info)
        _write(self.path, gradescope.results(report))
        return report


class _Saver:
    """Progress that is shown in a bar, and saved every few seconds."""

    def __init__(self, advance: Progress, save: Callable[[], object]) -> None:
        self._advance, self._save = advance, save
        self._saved = time.monotonic()

    def __call__(self, done: int, total: int, title: str) -> None:
        self._advance(done, total, title)
        if time.monotonic() - self._saved > SAVE_SECONDS:
            # The writer replays verdicts as unit tests, and a unit test takes any exception for its own.
            with uninterrupted():
                self._save()
            self._saved = time.monotonic()


def _graded(make: Callable[[], Sandbox], start: Callable[[Sandbox], Grading], results: _Results) -> tuple[Report, bool]:
    """The report, and whether grading came to its end; results.json is valid at every moment in between."""
    grading: Grading | None = None
    written: Report | None = None
    with progress_bar("grading") as advance, terminable():
        try:
            with make() as sandbox:
                grading = start(sandbox)
                report_so_far = grading.report
                saver = _Saver(advance, lambda: results.write(report_so_far()))
                report = grading.run(saver)
                with uninterrupted():  # a grading that came to its end is written, whatever arrives now
                    written = results.write(report)
        except Terminated:
            if grading is None:
                stop(STOPPED_AT_ONCE, STAFF_SIDE_BROKEN)
        if written is not None:
            return written, True
        report = results.write(grading.report())
    click.echo(STOPPED, err=True)
    return report, False


def _write(results: Path, data: bytes) -> None:
    try:
        files.write_whole(results, data)
    except OSError as error:
        stop(f"{results} cannot be written: {error.strerror}.", STAFF_SIDE_BROKEN)
