"""``autograder check``: a student's own run of the public checks; no reference, no results.json."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click

from autograder.commands.errors import BAD_USAGE, stop, stop_on_error
from autograder.commands.formats import Formats, quiet_on_github, write_option
from autograder.commands.formats import write as write_formats
from autograder.commands.loading import frozen_answers
from autograder.commands.options import GivenPath
from autograder.commands.progress import progress_bar
from autograder.commands.selection import names_given, only_case
from autograder.commands.warm import warm_process
from autograder.records import Assignment, Report
from autograder.selfcheck.run import KIT, load_kit, selfcheck
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.staff_folder import StaffFolder
from autograder.writers import terminal

POLL_SECONDS = 0.5
WATCHING = "Watching your files in {folder} since {time}: the checks run again when you save one. Ctrl-C ends this."
Stamps: TypeAlias = "list[tuple[str, int]]"
NO_KIT = "There is no {kit} here. Run this in the folder that you unzipped, where README.md and {kit}/ are."


@click.command(short_help="Run the public checks on your own files, at home.")
@click.argument("questions", nargs=-1)
@click.option("--folder", type=GivenPath(), default=".", help="Where your files are (default: here).")
@click.option("--case", default="", help="Only the case of this name; name one check with it.")
@click.option("--all", "everything", is_flag=True, help="Print every check, with all there is to say of it.")
@click.option("--watch", is_flag=True, help="Run again whenever you save a file.")
@write_option
def command(
    questions: tuple[str, ...], folder: Path, case: str, everything: bool, watch: bool, formats: Formats
) -> None:
    """Run the public checks of QUESTIONS (such as q4 or q4.lecture; all when none is named).

    Exit status: 0 when all of them pass, 1 when some do not, 2 for bad usage.
    """
    kit = folder / KIT
    write = terminal.write_whole_check if everything else terminal.write_check
    if not kit.is_dir():
        stop(NO_KIT.format(kit=kit), BAD_USAGE)
    with stop_on_error():
        assignment = load_kit(kit)
        questions = names_given(assignment, questions)
        run = partial(_checked, assignment, folder, questions, case)
        show = partial(write, out=terminal.console(), questions=assignment.questions)
        before = _stamps(folder)
        report = run()
        with quiet_on_github(formats):
            show(report)
        write_formats(report, formats)
        if watch:
            report = _watch(folder, before, run, show) or report
    sys.exit(0 if all(line.verdict.status == "passed" for line in report.lines) else 1)


def _watch(folder: Path, before: Stamps, run: Callable[[], Report], show: Callable[[Report], None]) -> Report | None:
    """Run and show again whenever a file is saved, until Ctrl-C, which is how a watch ends; the last report, if any."""
    report = None
    with suppress(KeyboardInterrupt):
        while True:
            click.echo(f"{WATCHING.format(folder=folder.resolve(), time=time.strftime('%H:%M:%S'))}")
            before = _next_change(folder, before)
            click.clear()
            report = run()
            show(report)
    click.echo("\nNo longer watching.")
    return report


def _checked(assignment: Assignment, folder: Path, questions: tuple[str, ...], case: str) -> Report:
    answers = frozen_answers(StaffFolder(folder / KIT), assignment)
    answers = only_case(assignment, answers, questions, PUBLIC_DECK, case)
    with progress_bar("checking") as progress:
        return selfcheck(assignment, answers, folder, questions, progress, warm_process())


def _next_change(folder: Path, before: Stamps) -> Stamps:
    """Wait until the files are no longer as they were ``before`` the last run; a save during that run counts."""
    while (now := _stamps(folder)) == before:
        time.sleep(POLL_SECONDS)
    return now


def _stamps(folder: Path) -> Stamps:
    """Name and time of each of the student's files; an editor's lock file is none, and a file may vanish as we look."""
    stamps: Stamps = []
    for path in sorted((*folder.glob("[!.]*.py"), *folder.glob("[!.]*.ipynb"))):
        with suppress(FileNotFoundError):
            stamps.append((path.name, path.stat().st_mtime_ns))
    return stamps
