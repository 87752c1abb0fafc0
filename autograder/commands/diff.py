"""``autograder diff``: who moves between two gradings of a class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from autograder.batch import ledger_file, tables
from autograder.batch.class_results import CheckResult, GradedSubmission
from autograder.batch.diff import Move, lateness_cost, moves
from autograder.batch.ledger import ASSIGNMENT, MUST_BE_RUN, RUNS_THEM, UNFINISHED
from autograder.batch.ledger_reading import read_ledger
from autograder.commands.errors import BAD_USAGE, stop, stop_on_error
from autograder.commands.options import GivenPath
from autograder.text.plural import counted
from autograder.writers import files
from autograder.writers.text import one_line, points

STOPPED = "{folder} is judged in part, because `rejudge` was stopped: run it again."
MUST_RUN = (
    "{folder} is judged in part, because some submissions must be run again, and have their earlier results until "
    f"then. {RUNS_THEM}"
)
HEAD = ("key", "name", "before", "after", "by", "through")


@click.command(short_help="Say who moves between two gradings of a class.")
@click.argument("old", type=GivenPath())
@click.argument("new", type=GivenPath())
@click.option("--csv", "table", type=GivenPath(), help="Write the list as a table, too.")
def command(old: Path, new: Path, table: Path | None) -> None:
    """List everybody whose result in NEW differs from that in OLD, two folders that `batch` or `rejudge` wrote: by how
    much, and through which check. Nothing is changed.
    """
    with stop_on_error():
        if table is not None and tables.is_own_table(table, old, new):
            stop(f"{table} is a table of the class: name another file with --csv.", BAD_USAGE)
        for folder in (old, new):
            if not (folder / ledger_file.FILE).is_file():
                stop(f"{folder} holds no ledger; `autograder batch` writes one.", BAD_USAGE)
        with read_ledger(old) as before, read_ledger(new) as after:
            after.refuse_another(before.note(ASSIGNMENT))
            old_class, new_class = list(before.submissions()), list(after.submissions())
            found = moves(old_class, new_class)
            everybody = counted(sum(after.counts().values()), "submission")
            parts = [(folder, one.note(UNFINISHED)) for folder, one in ((old, before), (new, after))]
    for folder, why in [part for part in parts if part[1]]:
        click.echo((MUST_RUN if why == MUST_BE_RUN else STOPPED).format(folder=folder), err=True)
    rows = [list(_row(move)) for move in found]
    for row in rows:
        click.echo(one_line("", f"{row[0]} {row[1]}: {row[2]} -> {row[3]} ({row[4]}) {row[5]}"))
    up, down = sum(move.by > 0 for move in found), sum(move.by < 0 for move in found)
    click.echo(f"{everybody}: {up} gain, {down} lose, {len(found) - up - down} change without another score.")
    if _out_of(old_class) != _out_of(new_class):
        click.echo(f"Scores were out of {_out_of(old_class)} points, and are out of {_out_of(new_class)} now.")
    if table is not None:
        files.write_whole(table, tables.csv_table(HEAD, rows))


def _out_of(submissions: Iterable[GradedSubmission]) -> str:
    """What the scores of a class are out of: one number, unless some are of an earlier release."""
    return " or ".join(points(most) for most in sorted({round(graded.out_of, 6) for graded in submissions}))


def _row(move: Move) -> Iterator[str]:
    one = move.new or move.old
    yield move.key
    yield ", ".join(person.called for person in one.people) if one else ""
    yield _score(move.old)
    yield _score(move.new)
    yield f"{move.by:+.4g}" if move.by else "0"
    late = (
        [_lateness(move.old, move.new)]
        if move.old and move.new and lateness_cost(move.old) != lateness_cost(move.new)
        else []
    )
    yield "; ".join([*(_through(*pair) for pair in move.checks), *late])


def _score(one: GradedSubmission | None) -> str:
    if one is None:
        return "not in the class"
    return one.outcome if one.score is None else points(one.score)


def _lateness(old: GradedSubmission, new: GradedSubmission) -> str:
    days = f", {old.slipped} -> {new.slipped} slip days used" if old.slipped != new.slipped else ""
    return f"late policy {points(old.lost)} -> {points(new.lost)} points lost{days}"


def _through(old: CheckResult | None, new: CheckResult | None) -> str:
    if old is None or new is None:
        known = new or old
        return f"{known.id if known else ''} {'is new' if old is None else 'is gone'}"
    status = old.status if old.status == new.status else f"{old.status} -> {new.status}"
    return f"{new.id} {points(old.score)}/{points(old.max)} -> {points(new.score)}/{points(new.max)} ({status})"
