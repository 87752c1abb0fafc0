"""``autograder contest``: show the standings, pay the rewards, run `close` every night."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from autograder.batch import gradebook_file
from autograder.batch.tables import csv_table
from autograder.commands.contest_close import close, contest_of, out_option
from autograder.commands.errors import BAD_USAGE, stop, stop_on_error
from autograder.commands.options import GivenPath, as_one, assignment_option
from autograder.contest import publish, schedule
from autograder.contest import terminal as report
from autograder.contest.ledger import LEDGER_FILE, ContestLedger
from autograder.records import Assignment
from autograder.text.plural import counted
from autograder.writers import files, terminal
from autograder.writers.text import one_line

NOTHING_WRITTEN = "Nothing was written into the gradebook: this was a dry run."
NO_NIGHT = "No night has been closed in {out} yet: run `autograder contest close WHERE`, or name its folder with --out."
GRADEBOOK_HELP = "A gradebook that Canvas, Moodle, Brightspace or Blackboard exported; a filled-in copy goes to --out."


@click.group(short_help="Rank the contest's bots every night, and pay the rewards.")
def command() -> None:
    """The contest: `close` ranks the bots of a night, in the last night also for the final."""


command.add_command(close)


@command.command("standings", short_help="Show the latest ranking.")
@assignment_option
@out_option
@click.option("--names", is_flag=True, help="Show who is behind the pseudonyms.")
def standings(folder: Path, out: Path, names: bool) -> None:
    """Show the latest ranking: of the final where there is one, else of the latest night.

    Exit status: 0 when it is shown, 2 for bad usage, 3 when something on staff's side is broken.
    """
    with stop_on_error():
        assignment, _ = contest_of(folder)
        rankings = _rankings(out, assignment)
        if not rankings:
            stop(NO_NIGHT.format(out=out), BAD_USAGE)
        terminal.console().print(report.standings(rankings[-1], names))


@dataclass(frozen=True)
class RewardsLine:
    """The parameters of ``rewards``, by name."""

    folder: Path
    out: Path
    target: Path | None
    gradebook: Path | None
    column: str
    all_rows: bool
    dry_run: bool


@command.command("rewards", short_help="Write what everybody earned.")
@assignment_option
@out_option
@click.option("--to", "target", type=GivenPath(), help="The CSV file (default: rewards.csv in --out).")
@click.option("--gradebook", type=GivenPath(exists=True, dir_okay=False), help=GRADEBOOK_HELP)
@click.option("--column", default="", help="The gradebook's column (default: the only one that takes points).")
@click.option("--all-rows", is_flag=True, help="Keep the gradebook's rows that do not change as well.")
@click.option("--dry-run", is_flag=True, help="Say what would change in the gradebook, and write none.")
@as_one(RewardsLine)
def rewards(line: RewardsLine) -> None:
    """Write a CSV file with everybody's points: the higher one of the two ranking rewards, and the staff bots.

    Exit status: 0 when it is written, 2 for bad usage, 3 when something on staff's side is broken.
    """
    out, order = line.out, None
    with stop_on_error():
        assignment, contest = contest_of(line.folder)
        if line.gradebook:
            order = gradebook_file.Order(
                line.gradebook, line.column, only_changed=not line.all_rows, dry_run=line.dry_run
            )
        rankings = _rankings(out, assignment)
        export = gradebook_file.prepare(order, out) if order else b""
        rows = publish.rewards_table(contest, rankings)
        path = line.target or out / publish.REWARDS
        files.write_whole(path, csv_table(publish.REWARD_HEAD, rows))
        if order:
            filled = gradebook_file.write(order, export, out, publish.grades(rows))
            done = NOTHING_WRITTEN if order.dry_run else f"Written: {order.target(out)}."
            for said in (*filled.summary(), *(filled.details() if order.dry_run else ()), done):
                click.echo(one_line("", said))
    if not any(ranking["stage"] == "final" for ranking in rankings):
        click.echo("Note: the final is not ranked yet, so these are the rewards of the nights alone.", err=True)
    click.echo(f"Written: {path}, {counted(len(rows), 'student')}.")


@command.command("schedule", short_help="Print the lines that close every night by themselves.")
@click.argument("where", type=GivenPath())
@assignment_option
@out_option
@click.option("--to", "target", type=GivenPath(), help="Write the two systemd units into this folder.")
def schedule_command(where: Path, folder: Path, out: Path, target: Path | None) -> None:
    """Print a line for cron, and a service and a timer for systemd, that close every night of the contest."""
    with stop_on_error():
        _, contest = contest_of(folder)
    arguments = [str(where.resolve()), "--assignment", str(folder.resolve()), "--out", str(out.resolve())]
    line = [sys.executable, "-m", "autograder", "contest", "close", *arguments]
    plan = schedule.Schedule(line, Path.cwd(), contest)
    units = {f"{schedule.UNIT}.service": schedule.service(plan), f"{schedule.UNIT}.timer": schedule.timer(plan)}
    click.echo(f"# crontab -e\n{schedule.crontab(plan)}")
    for name, text in units.items():
        click.echo(f"# ~/.config/systemd/user/{name}\n{text}")
        if target is not None:
            target.mkdir(parents=True, exist_ok=True)
            files.write_whole(target / name, text.encode())
    click.echo(f"# then: systemctl --user enable --now {schedule.UNIT}.timer")


def _rankings(out: Path, assignment: Assignment) -> list[dict[str, Any]]:
    """Every ranking there is. Ends the command where there is no ledger: to show one begins none."""
    if not (out / LEDGER_FILE).is_file():
        stop(NO_NIGHT.format(out=out), BAD_USAGE)
    with ContestLedger(out, assignment.id) as ledger:
        return publish.everything(ledger)
