"""``autograder similar``: which submissions of a class are too alike, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from autograder.batch import similarity_class, similarity_page
from autograder.batch.similarity import Similarity, Work, similar, skeleton_hashes
from autograder.commands.errors import BAD_USAGE, stop, stop_on_error
from autograder.commands.loading import load_assignment
from autograder.commands.opening import earlier_classes, format_option, opener
from autograder.commands.options import GivenPath, as_one, assignment_option
from autograder.intake.exports import UNPACKED, read_class
from autograder.records import Assignment, HandIn
from autograder.release.folder import skeletons
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import agreed, counted
from autograder.writers.text import one_line


@dataclass(frozen=True)
class CommandLine:
    """The command's parameters, by name."""

    where: Path
    folder: Path
    out: Path
    format_name: str
    archives: tuple[Path, ...]
    handed_out: tuple[Path, ...]
    percent: float | None


@click.command(short_help="Find submissions that are too alike.")
@click.argument("where", type=GivenPath())
@assignment_option
@click.option("--out", type=GivenPath(), required=True, help="The folder for the pages.")
@format_option
@click.option(
    "--archive", "archives", multiple=True, type=GivenPath(),
    help="A class of an earlier term, to compare this one with; may be repeated.",
)  # fmt: skip
@click.option(
    "--handed-out", multiple=True, type=GivenPath(exists=True, file_okay=False),
    help="A folder of files that students were given: an earlier skeleton, a solution that was published.",
)  # fmt: skip
@click.option(
    "--threshold", "percent", type=click.FloatRange(1, 100),
    help="List pairs from this score on, in percent (default: 35, or 50 where there are few submissions).",
)  # fmt: skip
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Compare the submissions of the class at WHERE with each other, and with those of earlier terms.

    A score is the share of the smaller submission's own code that the other one has too; rare code counts more, the
    skeleton nothing, and names, comments and line breaks make no difference. Group members and one student's own
    submissions are not compared. The pages show each pair side by side. Nothing is run, and no grade changes: a score
    is a reason to look, never a proof. Exit status: 0, whatever is found; 2 for bad usage.
    """
    with stop_on_error():
        staff, assignment = StaffFolder(line.folder), load_assignment(line.folder)
        given = [{name: text.encode() for name, text in skeletons(staff, assignment).items()}]
        skeleton = skeleton_hashes([*given, *map(_python_files, line.handed_out)])
        own = read_class(line.where, assignment.files, line.out / UNPACKED, line.format_name).hand_ins
        earlier = earlier_classes(line.archives, assignment.files, line.out)
        works = [
            *_works(staff, assignment, own, archived=False),
            *_works(staff, assignment, earlier, archived=True),
        ]
        if not any(not work.archived for work in works):
            stop(f"{line.where}: there is no submission that can be opened.", BAD_USAGE)
        found = similar(works, skeleton, line.percent and line.percent / 100)
        folder = similarity_page.write_pages(line.out, found, skeleton, f"{assignment.title}: alike")
    _say(found, works, folder)


def _works(staff: StaffFolder, assignment: Assignment, hand_ins: Iterable[HandIn], archived: bool) -> list[Work]:
    """Submissions opened as they are for grading; those that cannot be are named."""
    works, refused = similarity_class.works(hand_ins, opener(staff, assignment), archived)
    for sentence in refused:
        click.echo(one_line("Not compared: ", sentence), err=True)
    return works


def _python_files(folder: Path) -> Mapping[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*.py"))}


def _say(found: Similarity, works: list[Work], folder: Path) -> None:
    """What was compared, how many pairs there are, and where they stand."""
    earlier = sum(work.archived for work in works)
    more = f" with each other and with {counted(earlier, 'submission')} of earlier terms" if earlier else ""
    click.echo(f"{counted(len(works) - earlier, 'submission')} compared{more}.")
    if not found.weighted:
        click.echo("With so few, nobody can tell rare code from common code: all code counts the same.")
    count = len(found.pairs)
    reach = f"{counted(count, 'pair')} {agreed(count, 'reaches', 'reach')} {found.threshold:.0%}"
    click.echo(f"{reach}: {folder / 'index.html'}")
