"""Progress on standard error: a bar in a terminal, and elsewhere silence, or a line now and then."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from autograder.records import Progress, silent

LINES = 10
"""How many lines tell the progress of a piece of work where there is no terminal."""


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on standard error while work goes on; silent where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich import progress
    from rich.console import Console

    columns: list[Any] = [
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(compact=True),
        progress.TextColumn("{task.fields[title]}"),
    ]
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, title="")
        yield lambda done, total, title: bar.update(task, completed=done, total=total, title=title[:60])


@contextmanager
def progress_of_long_work(label: str) -> Iterator[Progress]:
    """A bar on standard error; where it is no terminal, a line for each tenth of every piece of work."""
    if sys.stderr.isatty():
        with progress_bar(label) as advance:
            yield advance
        return
    told: set[tuple[int, int]] = set()

    def line(done: int, total: int, title: str) -> None:
        tenth = (total, LINES * done // total if total else 0)
        if done and tenth not in told:
            told.add(tenth)
            click.echo(f"{label}: {done} of {total}" + (f", {title}" if title else ""), err=True)

    yield line
