"""``autograder batch``: a whole class, from what a platform exports to results, pages and tables."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from autograder.batch import crew, tables
from autograder.batch.ledger import Ledger
from autograder.batch.owners import owner
from autograder.batch.publish import Publisher
from autograder.batch.run import Batch, Choice, chosen
from autograder.batch.work import Station
from autograder.commands.errors import BAD_USAGE, STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.commands.loading import load_assignment
from autograder.commands.options import as_one, assignment_option
from autograder.intake.exports import read_class
from autograder.intake.submission import open_hand_in
from autograder.release.handed_out import handed_out
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted


@dataclass(frozen=True)
class CommandLine:
    """The command's parameters, by name."""

    where: Path
    folder: Path
    out: Path
    format_name: str
    only: tuple[str, ...]
    force: bool
    changed: bool
    jobs: int


@click.command(short_help="Grade a whole class.")
@click.argument("where", type=click.Path(path_type=Path))
@assignment_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder for results and tables.")
@click.option("--format", "format_name", default="", help="What WHERE is (default: what it looks like).")
@click.option("--only", multiple=True, help="Only this submission: a key, id, email or name; may be repeated.")
@click.option("--force", is_flag=True, help="Grade again what was graded.")
@click.option("--changed", is_flag=True, help="Only what is new or has changed; results of earlier releases stay.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Sandboxes at work (default: one for each processor).")
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Grade the class at WHERE: a platform's export or a folder of submissions.

    What was graded before is not graded again, so the same command goes on where it was stopped. Exit status: 0 when
    everything was graded, whatever the scores; 2 for bad usage; 3 when something on staff's side is broken.
    """
    with stop_on_error():
        staff, assignment = StaffFolder(line.folder), load_assignment(line.folder)
        found = read_class(line.where, assignment.files, line.format_name)
        only = chosen(found.hand_ins, line.only)
        if line.only and not only:
            stop(f"No submission is called {', '.join(map(repr, line.only))}.", BAD_USAGE)
        click.echo(f"{counted(len(found.hand_ins), 'submission')}, format {found.format}.", err=True)
        line.out.mkdir(parents=True, exist_ok=True, mode=0o700)
        skeleton = handed_out(staff, assignment)
        publisher = Publisher(line.out, assignment)
        with owner(line.out) as me, Ledger(line.out) as ledger:
            secrets = (str(line.out.resolve()), str(line.where.resolve()))
            with Station(staff, secrets) as station, crew.threads(station, line.jobs or crew.processors()) as workers:
                batch = Batch(
                    ledger,
                    publisher,
                    workers,
                    me,
                    lambda hand_in: open_hand_in(hand_in, assignment.files, skeleton),
                    Choice(only, line.force, line.changed),
                )
                batch.run(found.hand_ins)
            tables.write_grades(line.out, assignment, ledger.submissions())
            tables.write_triage(line.out, ledger.submissions(), found.notes)
            counts = ledger.counts()
    click.echo(", ".join(f"{number} {outcome}" for outcome, number in counts.items()))
    sys.exit(STAFF_SIDE_BROKEN if counts.get("broken") else 0)
