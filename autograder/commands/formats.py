"""``--write``: further formats of a report, for other platforms than Gradescope.

Each format's module in `writers` is imported when the format is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from autograder.records import Report
from autograder.text.suggest import nearest
from autograder.writers import files

FILES = {"junit": "xml", "prairielearn": "results"}
"""Formats that are one file each, and the function of the format's module that makes it."""
GITHUB = "github"
REFUSAL = "refusal"
"""The function of a format's module that says that nothing could be graded."""
HELP = (
    "Also write the report as junit=FILE, prairielearn=FILE, or github (step summary, annotations and Classroom's "
    "report); may be repeated."
)


class FormatOption(click.ParamType):  # type: ignore[type-arg]
    """``github``, or a format and its file, such as ``junit=report.xml``."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path | None]:
        """The format and its file; a usage error names what is allowed."""
        if isinstance(value, tuple):
            return value
        name, _, path = str(value).partition("=")
        if name not in (*FILES, GITHUB):
            there = (*FILES, GITHUB)
            self.fail(f"{name!r} is not a format: write {', '.join(there)}.{nearest(name, there)}")
        if (name in FILES) != bool(path):
            self.fail(f"write {name}=FILE." if name in FILES else f"{name} takes no file.")
        return name, Path(path) if path else None


write_option = click.option(
    "--write", "formats", type=FormatOption(), multiple=True, metavar="FORMAT[=FILE]", help=HELP
)

Formats = Iterable[tuple[str, "Path | None"]]


def _module(name: str) -> Any:
    """The module of a format."""
    return import_module(f"autograder.writers.{name}")


def write(report: Report, formats: Formats) -> None:
    """Write a report in each of these formats."""
    for name, path in formats:
        if path is None:
            _module(GITHUB).write(report)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write_whole(path, getattr(_module(name), FILES[name])(report))


def refuse(reason: str, formats: Formats) -> None:
    """Say in the formats that are files that nothing could be graded, so that no earlier report stands there."""
    for name, path in formats:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write_whole(path, getattr(_module(name), REFUSAL)(reason))


@contextmanager
def quiet_on_github(formats: Formats) -> Iterator[None]:
    """What is printed meanwhile is no workflow command, where GitHub reads along."""
    if any(name == GITHUB for name, _ in formats):
        with _module(GITHUB).commands_off():
            yield
    else:
        yield
