"""The process that the command line has started early for a command's sandbox: :func:`warm_process`."""

from __future__ import annotations

import click

from autograder.sandbox import ZygoteProcess


def warm_process() -> ZygoteProcess | None:
    """The process, which only the first sandbox of a command can use; None if none was started."""
    context = click.get_current_context(silent=True)
    return context.find_object(ZygoteProcess) if context else None
