"""How a command ends when it cannot do its work: a sentence on standard error, and an exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from autograder.commands.streams import give_up_output
from autograder.errors import AutograderError

BAD_USAGE, STAFF_SIDE_BROKEN = 2, 3
INTERRUPTED = 130
"""The exit status that a shell expects of a program that was stopped with Ctrl-C."""


def stop(message: str, status: int) -> NoReturn:
    """Print the message on standard error and exit."""
    try:
        click.echo(message, err=True)
    except OSError:  # there is nowhere to say it, but the status still tells
        give_up_output()
    sys.exit(status)


@contextmanager
def stop_on_error() -> Iterator[None]:
    """End the command with an `AutograderError`'s own message and exit status."""
    try:
        yield
    except AutograderError as error:
        stop(str(error), error.exit_status)
