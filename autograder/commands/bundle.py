"""``autograder bundle``: the zip that staff upload to Gradescope."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from autograder.commands.errors import STAFF_SIDE_BROKEN, stop
from autograder.commands.loading import fresh_answers, load_assignment
from autograder.commands.options import assignment_option
from autograder.commands.release import refuse_uncommitted
from autograder.gradescope.bundle import bundle
from autograder.release import dependencies
from autograder.release.wheel import wheel
from autograder.release.wheels import NoWheelsError, downloaded
from autograder.text.plural import counted

PYTHON = re.compile(r"3\.\d\d+")
NO_PYTHON = "{said!r} is no Python to bring packages for; name it as 3.10, 3.12 and the like, 3.10 or later."
NO_WHEELS = "The wheels for --offline could not be had. pip says:\n{said}"


def _pythons(context: click.Context, option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """Each version once, and none that there cannot be."""
    for name in names:
        if not PYTHON.fullmatch(name):
            raise click.BadParameter(NO_PYTHON.format(said=name))
    return tuple(dict.fromkeys(names))


@click.command(short_help="Write autograder.zip for Gradescope.")
@assignment_option
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default="dist/autograder.zip",
    show_default=True,
    help="The zip to write.",
)
@click.option("--offline", is_flag=True, help="Put the packages in, so that building the image needs no network.")
@click.option(
    "--python",
    "pythons",
    multiple=True,
    callback=_pythons,
    default=("3.10", f"{sys.version_info.major}.{sys.version_info.minor}"),
    show_default="3.10 and the one in use here",
    help="With --offline: a Python to bring packages for; may be repeated. Ubuntu 22.04 has 3.10, 24.04 has 3.12.",
)
@click.option("--dirty", is_flag=True, help="Write it although not everything is committed.")
def command(folder: Path, target: Path, offline: bool, pythons: tuple[str, ...], dirty: bool) -> None:
    """Write the zip to upload under "Configure Autograder" on Gradescope.

    It holds setup.sh, run_autograder, the framework, and the frozen answers: run `autograder freeze` first. The reference
    is not in it. Choose the base image Ubuntu 22.04 or later, and try the zip here with `autograder rehearse`.
    """
    assignment = load_assignment(folder)
    fresh_answers(assignment)
    if not dirty:
        refuse_uncommitted(folder, [Path("assignment")])
    try:
        wheels = downloaded(dependencies.pinned(), pythons) if offline else {}
    except NoWheelsError as error:
        stop(NO_WHEELS.format(said=error), STAFF_SIDE_BROKEN)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(bundle(assignment, wheel(), wheels, pythons))
    size = target.stat().st_size / (1 << 20)
    click.echo(f"{target}: {size:.1f} MB, {counted(len(assignment.checks), 'check')}. Release {assignment.release}.")
