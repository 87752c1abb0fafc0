"""``autograder release``: the students' folder and their zip, made from the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from autograder.commands.errors import BAD_USAGE, stop, stop_on_error
from autograder.commands.loading import file_list, fresh_answers, load_assignment
from autograder.commands.options import GivenPath, assignment_option, dirty_option, target_option
from autograder.grading import time_limits
from autograder.records import Assignment
from autograder.release.folder import REQUIREMENTS, as_notebooks, assignment_files, write_folder
from autograder.release.git import uncommitted
from autograder.release.readme import README_SOURCE, readme
from autograder.release.student_zip import student_handouts, student_zip
from autograder.release.wheel import wheel
from autograder.spec import staff_folder
from autograder.spec.markers import blocks
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted

DIRTY = (
    "These files are not committed, so nobody could make this release again: {names}. "
    "Commit them, or use --dirty to go on anyway."
)
ARCHIVE = "dist/assignment.zip"
NO_ZIP = "No zip for students: with --dirty, one is written only where --zip names it."
WITH_HANDOUTS = "It includes {names}."
NO_HANDOUTS = (
    "It includes no handouts: {folder} has none that were built for this release. Build them, and release again."
)


GIVEN_AWAY = (
    "Note: nothing is marked with `# BEGIN SOLUTION` for {names}: "
    "what the reference has there goes to students as it is."
)

MISSING = {
    README_SOURCE: "the release has no README.md that says what to do.",
    REQUIREMENTS: "students install the framework, numpy and the packages of assignment.yaml, no others.",
}
"""Files that a release can do without, and what it lacks then."""


@click.command(short_help="Write the students' assignment folder from the reference.")
@assignment_option
@target_option("assignment", "The folder to write; an earlier release in it is replaced.")
@click.option(
    "--zip",
    "archive",
    type=GivenPath(),
    help=f"The zip for students: that folder, and the framework to install (default: {ARCHIVE}; with --dirty none).",
)
@click.option(
    "--handouts",
    "pages",
    type=GivenPath(),
    default="dist/handouts",
    show_default=True,
    help="Where built handouts are; those for students go into the zip.",
)
@click.option("--notebook", is_flag=True, help="Write the stubs as notebooks, one for each question.")
@dirty_option("Write the folder although not everything is committed; the zip only where --zip names it.")
def command(folder: Path, target: Path, archive: Path | None, pages: Path, notebook: bool, dirty: bool) -> None:
    """Write stubs, README and the kit of public checks; refuse markers that are not in order.

    Students unzip assignment.zip, run `python -m pip install -r requirements.txt` in the folder, and then
    `python kit check` or `pytest`. Nothing in it knows of a hidden check. With --notebook the stubs come as
    q1.ipynb, q2.ipynb, …, each with a cell that runs its public checks.

    Exit status: 0 when it is written, 2 for bad usage or what is not committed, 3 when something on staff's side is
    broken, such as stale answers.
    """
    staff, assignment = StaffFolder(folder), load_assignment(folder)
    answers = fresh_answers(staff, assignment)
    with stop_on_error():
        if not dirty:
            refuse_uncommitted(folder, [target])
        files = assignment_files(staff, assignment, answers)
        if notebook:
            files = as_notebooks(staff, assignment, files)
        write_folder(target, files)
    for name, what in MISSING.items():
        if not (folder / name).exists():
            click.echo(f"Note: {folder} has no {name}: {what}", err=True)
    if given := given_away(staff, assignment):
        click.echo(GIVEN_AWAY.format(names=", ".join(given)), err=True)
    public = sum(check.public for check in assignment.checks)
    click.echo(
        f"{target}: {counted(len(files), 'file')}, {counted(public, 'public check')} of {len(assignment.checks)}. "
        f"Release {assignment.release}."
    )
    if archive := archive or (None if dirty else Path(ARCHIVE)):
        _write_zip(archive, staff, assignment, files, pages)
    else:
        click.echo(NO_ZIP)


def _write_zip(
    archive: Path, staff: StaffFolder, assignment: Assignment, files: Mapping[str, bytes], pages: Path
) -> None:
    """Write what students get: the folder with these files, the framework, and the handouts of this release."""
    handouts = student_handouts(pages, assignment.release)
    files = {**files, **handouts}
    packed = student_zip(assignment, {**files, **readme(staff, assignment, files)}, wheel())
    archive.parent.mkdir(parents=True, exist_ok=True)
    archive.write_bytes(packed)
    click.echo(f"{archive}: {len(packed) / 1024:.0f} kB.")
    click.echo(
        WITH_HANDOUTS.format(names=", ".join(sorted(handouts))) if handouts else NO_HANDOUTS.format(folder=pages)
    )


def given_away(staff: StaffFolder, assignment: Assignment) -> list[str]:
    """The questions about code of which no block is marked as the students' own work.

    An optional one, such as a ranking, may be about code that another question asks for.
    """
    texts = [staff.text(name) for name in assignment.files if name.endswith(".py")]
    marked = {block.question for text in texts for block in blocks(text.splitlines())}
    asked = [
        question
        for question in assignment.questions
        if not question.optional and any(check.probe for check in question.checks)
    ]
    return [question.id for question in asked if question.id not in marked]


def refuse_uncommitted(folder: Path, generated: Sequence[Path]) -> None:
    """End the command if a file around ``folder`` is not committed; answers.npz and pace.json count as generated too.

    Raises `GitError`.
    """
    names = uncommitted(folder, [*generated, folder / staff_folder.ANSWERS_NAME, folder / time_limits.PACE_NAME])
    if names:
        stop(DIRTY.format(names=file_list(names)), BAD_USAGE)
