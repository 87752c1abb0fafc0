"""``autograder bundle``: the zip that staff upload to Gradescope."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from autograder.commands.errors import stop_on_error
from autograder.commands.loading import fresh_answers, load_assignment
from autograder.commands.options import assignment_option, dirty_option, target_option
from autograder.commands.release import refuse_uncommitted
from autograder.gradescope.bundle import bundle, packages
from autograder.release.dependencies import downloaded
from autograder.release.wheel import wheel
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted

PYTHON = re.compile(r"3\.\d\d+")
NO_PYTHON = "{name!r} is not a version of Python; write 3.10, 3.12 or the like, 3.10 or later."


def _pythons(context: click.Context, option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """Each version once. Raises `click.BadParameter` for anything else."""
    for name in names:
        if not PYTHON.fullmatch(name):
            raise click.BadParameter(NO_PYTHON.format(name=name))
    return tuple(dict.fromkeys(names))


@click.command(short_help="Write autograder.zip for Gradescope.")
@assignment_option
@target_option("dist/autograder.zip", "The zip to write.")
@click.option("--offline", is_flag=True, help="Put the packages in, so that building the image needs no network.")
@click.option(
    "--python",
    "pythons",
    multiple=True,
    callback=_pythons,
    default=("3.10", f"{sys.version_info.major}.{sys.version_info.minor}"),
    help="With --offline: a Python to bring packages for; may be repeated. Ubuntu 22.04 has 3.10, 24.04 has 3.12 "
    "(default: 3.10 and the one in use here).",
)
@dirty_option("Write it although not everything is committed.")
def command(folder: Path, target: Path, offline: bool, pythons: tuple[str, ...], dirty: bool) -> None:
    """Write the zip to upload under "Configure Autograder" on Gradescope.

    It holds setup.sh, run_autograder, the framework, and the frozen answers: run `autograder freeze` first. The
    reference is not in it. Choose the base image Ubuntu 22.04 or later, and try the zip here with `autograder
    rehearse`.

    Exit status: 0 when it is written, 2 for bad usage or what is not committed, 3 when something on staff's side is
    broken, such as stale answers.
    """
    staff, assignment = StaffFolder(folder), load_assignment(folder)
    fresh_answers(staff, assignment)
    with stop_on_error():
        if not dirty:
            refuse_uncommitted(folder, [Path("assignment")])
        wheels = downloaded(packages(assignment), pythons) if offline else {}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(bundle(staff, assignment, wheel(), wheels, pythons))
    size = target.stat().st_size / (1 << 20)
    click.echo(f"{target}: {size:.1f} MB, {counted(len(assignment.checks), 'check')}. Release {assignment.release}.")
