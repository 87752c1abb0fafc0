"""``autograder freeze``: the reference's answers, on every deck, into answers.npz."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.answers import store
from autograder.commands.errors import stop_on_error
from autograder.commands.loading import load_assignment
from autograder.commands.options import assignment_option, cache_option
from autograder.commands.progress import progress_bar
from autograder.freeze.mistakes import add_wrong_answers
from autograder.freeze.reference import freeze, reference
from autograder.grading import time_limits
from autograder.grading.cache import VerdictCache
from autograder.grading.grader import Grader
from autograder.sandbox import Sandbox, pool
from autograder.spec import digests
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import agreed


@click.command(short_help="Run the reference and the known mistakes, and keep their answers.")
@assignment_option
@cache_option
def command(folder: Path, cache: Path) -> None:
    """Draw the cases of every deck, run the reference and every known mistake on them, and write answers.npz.

    Beside it, pace.json notes how long the reference takes for each check: grading scales its time limits by that.
    """
    with stop_on_error(), progress_bar("freezing") as advance:
        staff, assignment = StaffFolder(folder), load_assignment(folder)
        with Sandbox() as sandbox:
            right = freeze(staff, assignment, sandbox, advance)
            report = Grader(assignment, right, sandbox).grade(reference(staff, assignment), deck=1)
        time_limits.save_if_different(staff.path / time_limits.PACE_NAME, time_limits.calibrate(report))
        frozen = add_wrong_answers(staff, assignment, right, VerdictCache(cache), pool.all_processors(), advance)
        store.save_answers(staff.answers, frozen)
    size = staff.answers.stat().st_size / 1024
    rows = len(frozen.rows)
    what = agreed(rows, "check and deck", "checks and decks")
    click.echo(f"{staff.answers}: {rows} {what}, {size:.0f} kB. Release {digests.release_of(staff.path)}.")
