"""The command line: ``autograder COMMAND`` or ``python -m autograder COMMAND``. The entry point is `main`.

Each command is a module of `autograder.commands`, imported when it is asked for, so that ``--help`` is quick and a
student's install needs nothing that only staff's commands use.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from autograder import __version__
from autograder.commands.errors import INTERRUPTED, STAFF_SIDE_BROKEN, stop
from autograder.commands.streams import give_up_output, open_closed_streams
from autograder.text.suggest import nearest

COMMANDS = {
    "check": "Run the public checks on your own files, at home.",
    "play": "Watch the network you wrote learn.",
    "grade": "Grade one submission and write results.json.",
    "batch": "Grade a whole class, and go on where it was stopped.",
    "rejudge": "Judge a graded class again under changed settings; nothing is run.",
    "diff": "Say who moves between two gradings of a class.",
    "similar": "Find submissions that are too alike, for a person to look at.",
    "freeze": "Run the reference and keep its answers.",
    "release": "Write the students' folder and assignment.zip from the reference.",
    "prove": "Test the tests: mistakes, variants, mutants, flakiness.",
    "bundle": "Write autograder.zip, which Gradescope runs.",
    "rehearse": "Run autograder.zip on a submission here as Gradescope would.",
    "preview": "Show what students and staff see of a results.json, and what is wrong with it.",
    "contest": "Rank the contest's bots every night, and pay the rewards.",
    "doctor": "Say what this machine can isolate.",
    "new": "Start another assignment.",
    "schema": "Print every key of assignment.yaml, for an editor or as a page.",
}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Set before numpy is imported: threads change the last bits and double the start-up time."""
NO_PLUGINS = {"PYDANTIC_DISABLE_PLUGINS": "__all__"}
"""Set before pydantic is imported: it looks for plugins in every package that is installed, and we want none."""

GARBAGE_AFTER = 20_000
"""How many new objects are searched for garbage at once: frozen answers and ledgers are trees of hundreds of thousands
that are no garbage, and Python's 700 made the search a third of judging a class again.
"""

FOR_STUDENTS = ("check", "play")
AT_HOME = "Check your own work at home, and watch it learn."
GRADING = ("check", "grade")
"""They run student code in one sandbox, whose process warms up while the rest is imported."""
PLACE, SPEC, FROM_A_KIT = "kit", "assignment.yaml", "+"
"""A student's folder has a kit, and the version of the framework in it ends in a plus and a digest of its contents."""

STOPPED = "Stopped."
REFUSED = "The system refused something, perhaps to write what was to be printed: {}."
MISSING_EXTRA = "`{command}` needs the package {name}: install it with `python -m pip install 'autograder[{extra}]'`."
NEEDED = ("numpy", "pydantic", "rich", "yaml")
NEEDED_MISSING = "The package {name} is missing: install autograder anew with `python -m pip install autograder`."
EXTRAS = {
    "dask": "cluster",
    "distributed": "cluster",
    "gradescope_utils": "gradescope",
    "jinja2": "web",
    "jsonschema": "gradescope",
}


def _is_a_student_s() -> bool:
    """Whether a student asks: in a folder with a kit, or with the framework that came in one."""
    if Path(PLACE, SPEC).is_file():
        return True
    from importlib.metadata import PackageNotFoundError, version  # half of numpy's time, for a help text

    with suppress(PackageNotFoundError):
        return FROM_A_KIT in version("autograder")
    return False


def _say_missing(error: ModuleNotFoundError) -> None:
    """End with a sentence if it is one of the packages that all commands need."""
    name = (error.name or "").partition(".")[0]
    if name in NEEDED:
        raise click.ClickException(NEEDED_MISSING.format(name=name)) from error


def _imported(name: str) -> ModuleType:
    """The module. What is imported lasts as long as the program, so it is never searched for garbage."""
    if name not in sys.modules:
        gc.disable()
        try:
            import_module(name)
        finally:
            gc.enable()
        gc.freeze()
    return sys.modules[name]


class _Commands(click.Group):
    """Commands by name; the table above is all that is read for ``--help``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands for staff; for students those that work with a kit."""
        return [name for name in COMMANDS if name in FOR_STUDENTS] if _is_a_student_s() else list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        try:
            if name in GRADING and ctx.obj is None:
                ctx.obj = ctx.with_resource(_imported("autograder.sandbox").warming())
            command: click.Command = _imported(f"autograder.commands.{name}").command
            return command
        except ModuleNotFoundError as error:
            if error.name not in EXTRAS:
                _say_missing(error)
                raise
            raise click.ClickException(
                MISSING_EXTRA.format(command=name, name=error.name, extra=EXTRAS[error.name])
            ) from error

    def main(self, *arguments: Any, **named: Any) -> Any:
        """The command line, whatever became of the standard streams.

        A command is imported before the group's own function is called, so the process is made ready here.
        """
        for name, value in (ONE_THREAD | NO_PLUGINS).items():
            os.environ.setdefault(name, value)
        gc.set_threshold(GARBAGE_AFTER)
        open_closed_streams()
        return super().main(*arguments, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """A file that cannot be read or written ends the command with its name and the system's reason.

        What the system refuses otherwise, such as to write on a full standard output, is no fault of a file's. Ctrl-C
        ends the command with a word, even before the command handles signals itself.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            stop(STOPPED, INTERRUPTED)
        except ModuleNotFoundError as error:  # some are imported where they are used first
            _say_missing(error)
            raise
        except OSError as error:
            if error.filename is not None:
                stop(f"{os.fsdecode(error.filename)}: {error.strerror}.", STAFF_SIDE_BROKEN)
            if error.errno == errno.EPIPE:  # nobody reads on, which is no fault at all
                raise
            give_up_output()
            stop(REFUSED.format(error.strerror or error), STAFF_SIDE_BROKEN)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; of a word that names none, the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message}{nearest(args[0], self.list_commands(ctx))}", ctx) from error

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What all of it is for, in the words of who asks."""
        if _is_a_student_s():
            formatter.write(f"\n  {AT_HOME}\n")
        else:
            super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Grade numeric assignments, away from the answers."""
