"""``autograder contest close``: rank the bots of a night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import click

from autograder.batch.owners import owner
from autograder.batch.similarity_page import SIMILAR_FOLDER
from autograder.commands.errors import BAD_USAGE, STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.commands.loading import load_assignment
from autograder.commands.opening import format_option, opener
from autograder.commands.options import GivenPath, as_one, assignment_option
from autograder.commands.progress import progress_bar
from autograder.contest import night as nights
from autograder.contest import publish
from autograder.contest import terminal as report
from autograder.contest.bots import staff_bots
from autograder.contest.copies import write_copies
from autograder.contest.draws import Stage
from autograder.contest.entries import Entry, at_close, collected
from autograder.contest.ledger import ContestLedger
from autograder.contest.page import ranking_name
from autograder.contest.runs import LocalRunner, Runner
from autograder.gradescope.bundle import grading_folder
from autograder.intake.exports import UNPACKED, read_class
from autograder.records import Assignment, Contest
from autograder.release.archive import zipped
from autograder.sandbox.pool import all_processors
from autograder.spec.staff_folder import ANSWERS_NAME, StaffFolder
from autograder.text.moments import moment, written
from autograder.text.plural import agreed, counted

SHOWN_NOTES = 10
ANOTHER = "Another closing is at work in {out}. Nothing was run; if it stops, the same command goes on from there."
MISSED = "The night of {night} was never ranked: --at {at} ranks it with the hand-ins that are known now."
AT_HELP = "Close the latest night up to this moment, such as 2026-12-04T23:59-08:00 (default: up to now)."

out_option = click.option(
    "--out",
    type=GivenPath(),
    default="contest",
    show_default=True,
    help="The contest's folder: its ledger, which is secret, and its pages.",
)


@dataclass(frozen=True)
class CloseLine:
    """The parameters of ``close``, by name."""

    where: Path
    folder: Path
    out: Path
    at: str
    format_name: str
    jobs: int
    cluster: str
    draws: int | None
    again: bool
    dry_run: bool
    hours: float | None


@click.command("close", short_help="Rank the bots of a night.")
@click.argument("where", type=GivenPath())
@assignment_option
@out_option
@click.option("--at", default="", help=AT_HELP)
@format_option
@click.option("--jobs", type=click.IntRange(0), default=0, help="Sandboxes at work (default: one for each processor).")
@click.option("--cluster", default="", help="A Dask scheduler's address, or its scheduler file, instead of --jobs.")
@click.option("--draws", type=click.IntRange(2), help="Draws of each task (default: assignment.yaml's).")
@click.option("--again", is_flag=True, help="Rank a night again that is ranked, with the hand-ins that are known now.")
@click.option("--dry-run", is_flag=True, help="Say what would be run and how long it would take; run nothing.")
@click.option(
    "--hours", type=click.FloatRange(0, min_open=True), help="With --dry-run: how many draws fit in this time."
)
@as_one(CloseLine)
def close(line: CloseLine) -> None:
    """Rank the bots in WHERE, a platform's export or a folder of submissions, as they were at the close.

    Everybody's latest valid submission up to the close counts. A bot that did not change is not run again; closing
    twice changes nothing; a closing that was interrupted goes on where it stopped. In the last night the final is
    ranked as well. Exit status: 0 when all is ranked, 2 for bad usage, 3 when something on staff's side is broken.
    """
    with stop_on_error():
        assignment, contest = contest_of(line.folder)
        closes = _closing(contest, line.at)
        if closes is None:
            click.echo(f"No night has closed yet: the first one closes at {written(contest.closes[0])}.")
            return
        with ContestLedger(line.out, assignment.id) as ledger, _alone(line):
            found, notes = _collected(line, assignment, contest, closes)
            if not line.dry_run:
                ledger.file(found)
            entries = at_close([*ledger.entries(), *found], closes)
            due = _due(line, contest, closes, ledger)
            if due:
                with closing(_runner(line, assignment, contest)) as runner:
                    for stage in due:
                        _close(line, assignment, _night(line, contest, closes, stage, runner), ledger, entries)
            rankings = publish.everything(ledger)
            if rankings and not line.dry_run:
                page = publish.publish(line.out, assignment.title, contest, ledger.secret, rankings)
                click.echo(f"Written: {page}, and each student's own link in {line.out / publish.LINKS}.")
                alike = write_copies(line.out, entries, assignment, contest, StaffFolder(line.folder))
                if alike:
                    said = f"{counted(alike, 'pair')} of bots {agreed(alike, 'is', 'are')} alike: look at them in"
                    click.echo(f"{said} {line.out / SIMILAR_FOLDER / 'index.html'}.")
            missed = (due for due in contest.closes if due < closes and not ledger.ranked("night", due))
            notes += [MISSED.format(night=written(due), at=due.isoformat()) for due in missed]
        for note in notes[:SHOWN_NOTES]:
            click.echo(note, err=True)
        if len(notes) > SHOWN_NOTES:
            click.echo(f"… and {len(notes) - SHOWN_NOTES} more.", err=True)


@contextmanager
def _alone(line: CloseLine) -> Iterator[None]:
    """Close while nobody else does: where cron begins every hour, a long night is still being closed."""
    with owner(line.out) as me:
        if not (line.dry_run or me.is_alone()):
            stop(ANOTHER.format(out=line.out), STAFF_SIDE_BROKEN)
        yield


def _due(line: CloseLine, contest: Contest, closes: datetime, ledger: ContestLedger) -> list[Stage]:
    """What is to be ranked; what is ranked already is said."""
    due = []
    for stage in nights.stages(contest, closes):
        if line.again or not ledger.ranked(stage, closes):
            due.append(stage)
        else:
            click.echo(f"The {stage} of {written(closes)} is ranked already; nothing was run.")
    return due


def _collected(
    line: CloseLine, assignment: Assignment, contest: Contest, closes: datetime
) -> tuple[list[Entry], list[str]]:
    """The class's entries, and a sentence for each hand-in that is none."""
    found = read_class(line.where, assignment.files, line.out / UNPACKED, line.format_name, assignment.zone)
    opened = opener(StaffFolder(line.folder), assignment)
    entries, notes = collected(found.hand_ins, contest, closes, opened)
    click.echo(f"{counted(len(found.hand_ins), 'submission')}, {counted(len(entries), 'bot')}.", err=True)
    return entries, [*found.notes, *notes]


def _runner(line: CloseLine, assignment: Assignment, contest: Contest) -> Runner:
    """Who runs the bots: the workers of a cluster where one is named, else sandboxes of this machine."""
    staff = StaffFolder(line.folder)
    if not line.cluster:
        secrets = (*staff.secrets(assignment.files), str(line.out.resolve()), str(line.where.resolve()))
        return LocalRunner(assignment, contest, secrets, line.jobs or all_processors())
    from autograder.contest.cluster import ClusterRunner

    files = grading_folder(staff, assignment)
    return ClusterRunner(line.cluster, zipped({name: data for name, data in files.items() if name != ANSWERS_NAME}))


def _close(
    line: CloseLine, assignment: Assignment, night: nights.Night, ledger: ContestLedger, entries: list[Entry]
) -> None:
    bots = staff_bots(line.folder, assignment, night.contest)
    if line.dry_run:
        click.echo(report.plan(night, ledger, entries, line.hours))
        return
    with progress_bar(night.stage) as advance:
        ranking = nights.close(night, ledger, entries, bots, advance)
    ranked = sum(row["rank"] is not None for row in ranking["entries"])
    click.echo(
        f"{ranking_name(ranking).capitalize()}: {counted(ranked, 'bot')} ranked, {len(entries) - ranked} without "
        f"a score, on {night.draws} draws of each task, at least {ranking['seconds']:.1f} s to train."
    )


def contest_of(folder: Path) -> tuple[Assignment, Contest]:
    """The assignment, and its contest. Ends the command where it has none."""
    assignment = load_assignment(folder)
    if assignment.contest is None:
        stop(f"{folder}/assignment.yaml has no contest: write a table `contest:` into it.", BAD_USAGE)
    return assignment, assignment.contest


def _closing(contest: Contest, at: str) -> datetime | None:
    """The latest closing moment up to ``at``, or up to now; None before the first one."""
    until = moment(at) if at else datetime.now(timezone.utc)
    if until is None:
        stop(f"--at {at!r} is not a date and time; write it as 2026-12-04T23:59-08:00.", BAD_USAGE)
    past = [closes for closes in contest.closes if closes <= until]
    return past[-1] if past else None


def _night(line: CloseLine, contest: Contest, closes: datetime, stage: Stage, runner: Runner) -> nights.Night:
    usual = contest.final_draws if stage == "final" else contest.night_draws
    functions = StaffFolder(line.folder).functions("cases")
    return nights.Night(contest, closes, stage, line.draws or usual, functions, runner)
