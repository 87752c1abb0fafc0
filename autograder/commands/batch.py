"""``autograder batch``: a whole class, from what a platform exports to results, pages and tables."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from autograder.batch import gradebook_file, tables
from autograder.batch.class_page import CLASS_PAGE, write_class_page
from autograder.batch.class_results import OUTCOMES
from autograder.batch.feeders import Feeders, open_station
from autograder.batch.gradebook_file import Order
from autograder.batch.gradebook_match import grades_of
from autograder.batch.graders import Graders, LocalGraders
from autograder.batch.ledger import UNFINISHED, Ledger
from autograder.batch.members import Roster, keep_roster, kept_roster
from autograder.batch.owners import Owner, owner, publishing
from autograder.batch.progress import progress
from autograder.batch.publish import Publisher
from autograder.batch.run import Batch, Choice, chosen
from autograder.batch.similarity_page import SIMILAR_FOLDER
from autograder.batch.similarity_run import write_alike
from autograder.batch.slip_days import with_slip_days, write_term
from autograder.batch.work import Station
from autograder.commands.errors import BAD_USAGE, INTERRUPTED, STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.commands.loading import frozen_answers, load_assignment, stale_sentence, term_of
from autograder.commands.opening import earlier_classes, format_option, opener
from autograder.commands.options import GivenPath, as_one, assignment_option
from autograder.commands.signals import Terminated, stop_with, stoppable
from autograder.gradescope.bundle import grading_folder
from autograder.intake.exports import UNPACKED, read_class
from autograder.intake.exports.entries import listed
from autograder.intake.roster import read_roster
from autograder.intake.roster_join import join
from autograder.records import Assignment, ClassFolder, HandIn, Person
from autograder.release.archive import zipped
from autograder.sandbox.pool import all_processors
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted
from autograder.writers.text import one_line

STOPPING = "Stopping: what is being graded is finished first. Press Ctrl-C again to stop at once."
STOPPED = "Stopped. What was graded is kept; the same command goes on from here."
WAITING = "Another batch writes the tables of this folder; they are written anew when it is done."

ANOTHER_CLASS = (
    "{out} holds {count}, and none of them is in {where}: name another folder with --out. If it is the same class, and "
    "was taken for something else before, say what it is with --format."
)
NOTHING_TO_UPLOAD = "There is nothing to upload: no points change in the gradebook."


@dataclass(frozen=True)
class CommandLine:
    """The command's parameters, by name."""

    where: Path
    folder: Path
    out: Path
    format_name: str
    roster: Path | None
    only: tuple[str, ...]
    force: bool
    changed: bool
    jobs: int
    cluster: str
    gradebook: Path | None
    column: str
    scale: bool
    all_rows: bool
    dry_run: bool
    alike: bool
    archive: tuple[Path, ...]

    @property
    def order(self) -> Order | None:
        """The gradebook to fill in, if there is one."""
        if self.gradebook is None:
            return None
        return Order(self.gradebook, self.column, self.scale, not self.all_rows, self.dry_run)


@click.command(short_help="Grade a whole class.")
@click.argument("where", type=GivenPath())
@assignment_option
@click.option("--out", type=GivenPath(), required=True, help="The folder for results and tables.")
@format_option
@click.option("--roster", type=GivenPath(), help="A CSV of everybody in the course, by id or email.")
@click.option("--only", multiple=True, help="Only this submission: a key, id, email or name; may be repeated.")
@click.option("--force", is_flag=True, help="Grade again what was graded.")
@click.option("--changed", is_flag=True, help="Only what is new or has changed; results of earlier releases stay.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Sandboxes at work (default: one for each processor).")
@click.option("--cluster", default="", help="A Dask scheduler's address, or its scheduler file, instead of --jobs.")
@click.option(
    "--gradebook", type=GivenPath(exists=True, dir_okay=False),
    help="A gradebook that Canvas, Moodle, Brightspace or Blackboard exported, to fill in.",
)  # fmt: skip
@click.option("--column", default="", help="The gradebook's column (default: the only one that takes points).")
@click.option("--scale", is_flag=True, help="Scale the points to those possible in the gradebook's column.")
@click.option("--all-rows", is_flag=True, help="Keep the gradebook's rows that do not change as well.")
@click.option("--dry-run", is_flag=True, help="Say what would change in the gradebook, and write none.")
@click.option("--alike", is_flag=True, help="Write pages with pairs of submissions that are too alike.")
@click.option("--archive", multiple=True, type=GivenPath(), help="An earlier term's class, for --alike.")
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Grade the class at WHERE: an export of Gradescope, Canvas, Moodle, Brightspace, Blackboard, GitHub Classroom,
    nbgrader or Autolab, packed as a zip or not, or a folder with a folder, an archive or a file for each student.

    What was graded before is not graded again, so the same command goes on where it was stopped. Ctrl-C finishes what
    is being graded; a second one stops at once. In the folder of --out are a results.json and a page for each
    submission, class.html with the whole class on one page, grades.csv with a row for everybody, and triage.csv with
    what a person should look at. With --gradebook the points are entered there: one cell for each student, every
    other byte stays, and nobody gets a 0 for a grading that failed.

    Exit status: 0 when everything was graded, whatever the scores; 2 for bad usage; 3 when something on staff's side is
    broken; 130 when it was stopped.
    """
    with stop_on_error(), stop_with(STOPPED):
        staff, assignment = StaffFolder(line.folder), load_assignment(line.folder)
        if line.order is None and (line.column or line.scale or line.all_rows or line.dry_run):
            stop("--column, --scale, --all-rows and --dry-run need --gradebook.", BAD_USAGE)
        if line.archive and not line.alike:
            stop("--archive needs --alike.", BAD_USAGE)
        export = gradebook_file.prepare(line.order, line.out, tables.OWN_TABLES) if line.order else b""
        term = term_of(staff, assignment)
        found = read_class(line.where, assignment.files, line.out / UNPACKED, line.format_name, assignment.zone)
        earlier = earlier_classes(line.archive, assignment.files, line.out)
        given = read_roster(line.roster, assignment.zone) if line.roster else None
        line.out.mkdir(parents=True, exist_ok=True, mode=0o700)
        with owner(line.out) as me, Ledger(line.out) as ledger:
            ledger.keep_assignment(assignment.id)
            _refuse_another_class(line, found, ledger)
            if line.roster and given:
                keep_roster(ledger, Roster(line.roster.name, tuple(given[0]), tuple(given[1]), found.format))
            found, absent = _members(line, found, ledger)
            if term is not None:
                found = replace(found, hand_ins=with_slip_days(found.hand_ins, term, assignment.id))
            batch = _batch(line, assignment, found, ledger, me)
            finished = _run(batch, found.hand_ins)
            with publishing(line.out, lambda: click.echo(WAITING, err=True)):
                ledger.keep_class(absent, found.notes)
                if finished and not (line.only or line.changed):
                    ledger.keep_notes({UNFINISHED: ""})
                _publish(line, assignment, ledger)
                if term is not None:
                    click.echo(write_term(line.out, term, assignment.id, ledger.submissions()))
                if finished and line.alike:
                    _compare(line, batch, found.hand_ins, earlier)
                if finished and line.order:
                    _fill(line.order, export, line.out, ledger)
                counts = ledger.counts()
    sys.exit(INTERRUPTED if not finished else STAFF_SIDE_BROKEN if counts.get("broken") else 0)


def _refuse_another_class(line: CommandLine, found: ClassFolder, ledger: Ledger) -> None:
    """Stop where nobody is left of those in the ledger: a class's results are not to give way to those of another."""
    known = ledger.entries().keys()
    if known and not line.format_name and known.isdisjoint(hand_in.key for hand_in in found.hand_ins):
        several = counted(len(known), "submission")
        stop(ANOTHER_CLASS.format(count=several, out=line.out, where=line.where), BAD_USAGE)


def _members(line: CommandLine, found: ClassFolder, ledger: Ledger) -> tuple[ClassFolder, tuple[Person, ...]]:
    """The class, named as on the roster, and those on the roster who handed nothing in, with the notes on both.

    Without --roster the roster of an earlier run counts: the due dates on it are still those of the students.
    """
    click.echo(f"{counted(len(found.hand_ins), 'submission')}, read as {found.format}.", err=True)
    roster, absent = kept_roster(ledger), ledger.absent()
    if roster is None:
        keep_roster(ledger, Roster(format=found.format))
    elif roster.file:
        known = "kept for later runs" if line.roster else "kept from an earlier run; --roster replaces it"
        click.echo(f"{counted(len(roster.students), 'student')} on the roster {roster.file}, {known}.", err=True)
        found, absent = join(found, roster.students)
        found = replace(found, notes=(*found.notes, *roster.notes))
    gone = sorted(ledger.entries().keys() - {hand_in.key for hand_in in found.hand_ins})
    found = replace(found, notes=(*found.notes, *listed("No longer in the class, so without results here", gone)))
    for note in found.notes:
        click.echo(one_line("Note: ", note), err=True)
    return found, absent


def _batch(line: CommandLine, assignment: Assignment, found: ClassFolder, ledger: Ledger, me: Owner) -> Batch:
    """The run that grades what --only names, or else everybody, with a note on names that are not there."""
    staff, only = StaffFolder(line.folder), chosen(found.hand_ins, line.only)
    if unknown := [word for word in line.only if not chosen(found.hand_ins, [word])]:
        said = f"No submission is called {' or '.join(map(repr, unknown))}."
        if not only:
            stop(said, BAD_USAGE)
        click.echo(one_line("Note: ", said), err=True)
    return Batch(
        ledger,
        Publisher(line.out, assignment),
        _graders(line, staff, ledger, len(only) or len(found.hand_ins)),
        me,
        opener(staff, assignment),
        Choice(only, line.force, line.changed),
    )


def _graders(line: CommandLine, staff: StaffFolder, ledger: Ledger, submissions: int) -> Graders:
    """Who grades so many submissions: the workers of a cluster where one is named, else threads of this process."""
    if not line.cluster:
        return LocalGraders(lambda: _station(line, staff, ledger, submissions), line.jobs or all_processors())
    from autograder.batch.cluster import ClusterGraders

    assignment = load_assignment(line.folder)
    folder = zipped(grading_folder(staff, assignment))
    ledger.keep_release(assignment.release, folder)
    return ClusterGraders(line.cluster, folder)


def _station(line: CommandLine, staff: StaffFolder, ledger: Ledger, submissions: int) -> Station | Feeders:
    """Where this machine grades so many submissions.

    Neither other submissions nor results are for a student's code to read.
    """
    assignment = load_assignment(line.folder)
    if stale := stale_sentence(staff, assignment, frozen_answers(staff, assignment)):
        click.echo(f"Note: {stale}", err=True)
    ledger.keep_release(assignment.release, zipped(grading_folder(staff, assignment)))
    secrets = (str(line.out.resolve()), str(line.where.resolve()))
    return open_station(staff, secrets, line.jobs or all_processors(), submissions)


def _run(batch: Batch, hand_ins: Sequence[HandIn]) -> bool:
    """Whether the batch came to its end. A second signal ends the program here: nothing that could still be running
    is waited for.
    """
    with stoppable(lambda: click.echo(STOPPING, err=True)) as stopping:
        try:
            with progress(len(batch.choice.only) or len(hand_ins)) as watch:
                replace(batch, stopping=stopping, watch=watch).run(hand_ins)
            batch.graders.close()
        except BaseException as error:
            batch.graders.abort()
            if isinstance(error, Terminated):
                batch.ledger.give_up(batch.owner.name)
                click.echo(STOPPED, err=True)
                os._exit(INTERRUPTED)
            raise
        finally:
            batch.ledger.give_up(batch.owner.name)
        return not stopping()


def _fill(order: Order, export: bytes, out: Path, ledger: Ledger) -> None:
    """Fill in the gradebook, as a file of the same name in the output folder; the exported one stays as it is."""
    roster = kept_roster(ledger)
    grades = grades_of(ledger.submissions(), roster.students if roster else ())
    filled = gradebook_file.write(order, export, out, grades)
    for said in (*filled.summary(), *(filled.details() if order.dry_run else ())):
        click.echo(one_line("", said))
    done = f"Gradebook to upload: {order.target(out)}" if filled.changes else NOTHING_TO_UPLOAD
    click.echo("Nothing was written: this was a dry run." if order.dry_run else done)


def _publish(line: CommandLine, assignment: Assignment, ledger: Ledger) -> None:
    """Write the page and the tables of the class; say what came of it, and where to look next."""
    counts = ledger.counts()
    write_class_page(line.out, StaffFolder(line.folder), assignment, ledger)
    to_look_at = tables.write_tables(line.out, assignment, ledger)
    outcomes = [f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if outcome in counts]
    click.echo(", ".join(outcomes) or "Nobody handed anything in.")
    if to_look_at:
        click.echo(f"{counted(to_look_at, 'submission')} to look at: {line.out / tables.TRIAGE}")
    click.echo(f"Grades: {line.out / tables.GRADES}. The class on one page: {line.out / CLASS_PAGE}")


def _compare(line: CommandLine, batch: Batch, own: Sequence[HandIn], earlier: Sequence[HandIn]) -> None:
    """Write the pages with pairs that are too alike, of this class and with those of earlier terms."""
    everybody = [*((hand_in, False) for hand_in in own), *((hand_in, True) for hand_in in earlier)]
    pairs = write_alike(line.out, StaffFolder(line.folder), batch.publisher.assignment, everybody, batch.open)
    click.echo(f"{counted(pairs, 'pair')} too alike: {line.out / SIMILAR_FOLDER / 'index.html'}")
