"""``autograder rejudge``: a graded class under changed settings, without running anything."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from autograder.batch import ledger_file, tables
from autograder.batch.class_page import write_class_page
from autograder.batch.ledger import MUST_BE_RUN, RUNS_THEM, UNFINISHED, Ledger
from autograder.batch.ledger_reading import read_ledger
from autograder.batch.owners import owner
from autograder.batch.processes import worth_starting
from autograder.batch.progress import progress
from autograder.batch.publish import Publisher
from autograder.batch.rejudge import Release
from autograder.batch.rejudge_class import ClassRejudge, Judged
from autograder.batch.slip_days import write_term
from autograder.commands.errors import BAD_USAGE, STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.commands.loading import fresh_answers, load_assignment, term_of
from autograder.commands.options import GivenPath, as_one, assignment_option
from autograder.commands.signals import stop_with
from autograder.gradescope.bundle import grading_folder
from autograder.intake.exports.entries import listed
from autograder.release.archive import zipped
from autograder.sandbox.pool import all_processors
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import agreed, counted

SHOWN = 10
WORTH_A_PROCESS = 30
"""A process starts as quickly as it judges so many submissions."""
MUST_RUN = "{count} must be run again, because {checks} {ask} for what was not observed: {keys}."
BROKEN = "{count} {have} no score, because the grader failed: {triage} says on which check."
STOPPED = "Stopped: {target} is judged in part. The same command judges all of it."
ANOTHER = "Another command is at work in {target}: wait until it has ended, or name another folder with --to."
NO_TARGET = "{target} cannot be made ({why}): name a folder elsewhere with --to."


@dataclass(frozen=True)
class CommandLine:
    """The command's parameters, by name."""

    out: Path
    folder: Path
    target: Path | None
    never_lower: bool
    jobs: int


@click.command(short_help="Judge a graded class again under changed settings.")
@click.argument("out", type=GivenPath())
@assignment_option
@click.option("--to", "target", type=GivenPath(), help="Where to write (default: OUT-rejudged).")
@click.option("--never-lower", is_flag=True, help="Whoever would lose points keeps the earlier result.")
@click.option(
    "--jobs", type=click.IntRange(0), default=0, help="Processes that judge (default: one for each processor)."
)
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Apply the assignment as it is now to the class that `batch` graded into OUT: tolerances, points, hints, laws,
    known mistakes and the late policy. Nothing is run; what was observed is judged again. OUT stays as it is, so that
    `autograder diff` can compare the two before anything is published; --to OUT writes into OUT itself.

    Exit status: 0 when everybody was judged; 2 for bad usage; 3 when some submissions must be run again, or have no
    score because the grader failed; 130 when it was stopped.
    """
    target = line.target or line.out.with_name(f"{line.out.resolve().name}-rejudged")
    with stop_on_error(), stop_with(STOPPED.format(target=target)):
        if not (line.out / ledger_file.FILE).is_file():
            stop(f"{line.out} holds no ledger; `autograder batch` writes one.", BAD_USAGE)
        staff, assignment = StaffFolder(line.folder), load_assignment(line.folder)
        new, term = Release(assignment, fresh_answers(staff, assignment)), term_of(staff, assignment)
        with read_ledger(line.out) as old:
            old.refuse_another(assignment.id)
        publisher = Publisher(target.resolve(), assignment)
        with _alone(target):
            gone = frozenset[str]() if target.resolve() == line.out.resolve() else _copied(line.out, target)
            with Ledger(target) as ledger, progress(len(ledger.entries())) as watch:
                ledger.keep_assignment(assignment.id)
                ledger.keep_notes({UNFINISHED: "rejudge"})
                ledger.keep_release(assignment.release, zipped(grading_folder(staff, assignment)))
                publisher.remove(gone)
                jobs = line.jobs or worth_starting(all_processors(), len(ledger.entries()), WORTH_A_PROCESS)
                source = line.out.resolve()
                judged = ClassRejudge(
                    ledger, publisher, source, new, line.never_lower, watch=watch, term=term, jobs=jobs
                ).run()
                tables.write_tables(target, assignment, ledger)
                write_class_page(target, staff, assignment, ledger)
                slip_days = write_term(target, term, assignment.id, ledger.submissions()) if term else ""
                ledger.keep_notes({UNFINISHED: MUST_BE_RUN if judged.unseen else ""})
                broken = ledger.counts().get("broken", 0)
    for note in (*listed(f"Not in {line.out}, so without results in {target} now", sorted(gone)), slip_days):
        click.echo(note, nl=bool(note))
    _say(judged, broken, target)
    click.echo(f"Compare: autograder diff {line.out} {target}")
    sys.exit(STAFF_SIDE_BROKEN if judged.unseen or broken else 0)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Be the only command at work in a folder, which is made where it is not there."""
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        stop(NO_TARGET.format(target=target, why=error.strerror), STAFF_SIDE_BROKEN)
    with owner(target) as me:
        if not me.is_alone():
            stop(ANOTHER.format(target=target), STAFF_SIDE_BROKEN)
        yield


def _copied(source: Path, target: Path) -> frozenset[str]:
    """Copy the ledger to be judged; the keys of those that are no longer in it."""
    with read_ledger(source) as old:
        return old.copy_to(target)


def _say(judged: Judged, broken: int, target: Path) -> None:
    click.echo(f"{counted(judged.count, 'submission')} judged again, into {target}.")
    if judged.spared:
        click.echo(f"{len(judged.spared)} would have lost points, and kept the earlier result.")
    if broken:
        have = agreed(broken, "has", "have")
        click.echo(BROKEN.format(count=counted(broken, "submission"), have=have, triage=target / tables.TRIAGE))
    if judged.unseen:
        checks = list(dict.fromkeys(check for those in judged.unseen.values() for check in those))
        keys = list(judged.unseen)
        more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
        click.echo(_must_run(len(keys), checks, ", ".join(keys[:SHOWN]) + more))
        click.echo(RUNS_THEM.format(folder=target))


def _must_run(count: int, checks: Sequence[str], keys: str) -> str:
    ask = agreed(len(checks), "asks", "ask")
    return MUST_RUN.format(count=count, checks=", ".join(checks), ask=ask, keys=keys)
