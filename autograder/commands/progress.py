"""A progress bar on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.records import Progress, silent


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
        progress.TextColumn("{task.fields[title]}"),
    ]
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, title="")
        yield lambda done, total, title: bar.update(task, completed=done, total=total, title=title[:60])
