"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

assignment_option = click.option(
    "--assignment",
    "folder",
    type=click.Path(path_type=Path),
    default="solution",
    show_default=True,
    help="The folder with assignment.yaml.",
)

cache_option = click.option(
    "--cache",
    type=click.Path(path_type=Path),
    default=".prove-cache",
    show_default=True,
    help="The folder that remembers what was run before.",
)
