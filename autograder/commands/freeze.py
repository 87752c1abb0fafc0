"""``autograder freeze``: the reference's answers, on every deck, into answers.npz."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from autograder.answers import store
from autograder.answers.store import Answers, AnswersError, load_rows
from autograder.commands.errors import stop_on_error
from autograder.commands.loading import load_assignment
from autograder.commands.options import assignment_option, cache_option
from autograder.commands.progress import progress_of_long_work
from autograder.commands.selection import refuse_unknown
from autograder.freeze.kernels import portable
from autograder.freeze.mistakes import Kept, add_wrong_answers
from autograder.freeze.reference import doubts, freeze, reference
from autograder.freeze.reuse import Earlier
from autograder.grading import time_limits
from autograder.grading.cache import VerdictCache
from autograder.grading.grader import Grader
from autograder.mistakes import catalogue
from autograder.prove import flakiness, mutants
from autograder.sandbox import Sandbox, pool
from autograder.spec import digests
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import agreed


@click.command(short_help="Run the reference and the known mistakes, and keep their answers.")
@assignment_option
@cache_option
@click.argument("questions", nargs=-1)
def command(folder: Path, cache: Path, questions: tuple[str, ...]) -> None:
    """Draw the cases of every deck, run the reference and every known mistake on them, and write answers.npz.

    Only what changed since the last time is run; the checks and mistakes of QUESTIONS, such as q12, are run even if
    nothing changed. Beside the answers, pace.json notes how long the reference computes for each check: grading scales
    its time limits by that.

    Exit status: 0 when answers.npz is written, 2 for bad usage, 3 when something on staff's side is broken.
    """
    with stop_on_error(), progress_of_long_work("freezing") as advance:
        staff, assignment = StaffFolder(folder), load_assignment(folder)
        refuse_unknown(assignment, questions)
        catalogue.load(staff, assignment), mutants.equivalent(staff), flakiness.known_bounds(staff)  # or their problems
        before = Answers()
        with suppress(AnswersError):  # there are none, or they cannot be read
            before = load_rows(staff.answers)
        earlier = Earlier(before, questions)
        with Sandbox(launch=portable()) as sandbox:
            right = freeze(staff, assignment, sandbox, advance, earlier)
        pace, new = staff.path / time_limits.PACE_NAME, right.keys.items() - earlier.answers.keys.items()
        if new or time_limits.read(pace) is None:
            with Sandbox() as sandbox:
                report = Grader(assignment, right, sandbox).grade(reference(staff, assignment), deck=1)
            time_limits.save_if_different(pace, time_limits.calibrate(report))
        jobs = pool.all_processors()
        kept = Kept(VerdictCache(cache), earlier)
        frozen = add_wrong_answers(staff, assignment, right, kept, jobs, advance)
        store.save_answers(staff.answers, frozen)
    size = staff.answers.stat().st_size / 1024
    rows = len(frozen.rows)
    what = agreed(rows, "check and deck", "checks and decks")
    click.echo(f"{staff.answers}: {rows} {what}, {size:.0f} kB. Release {digests.release_of(staff.path)}.")
    for said in doubts(assignment, frozen):
        click.echo(f"note: {said}")
