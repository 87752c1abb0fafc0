"""What several commands share: finding the assignment, exit statuses, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from autograder.answers.store import Answers, load_answers
from autograder.errors import AutograderError
from autograder.freeze.staleness import changed
from autograder.grading.one_case import NoSuchCaseError, one_case
from autograder.records import Assignment
from autograder.spec import loader
from autograder.text.suggest import nearest

BAD_USAGE, STAFF_SIDE_BROKEN = 2, 3
DEFAULT_FOLDER = "solution"
SHOWN = 5

assignment_option = click.option(
    "--assignment",
    "folder",
    type=click.Path(path_type=Path),
    default=DEFAULT_FOLDER,
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


def load_assignment(folder: Path) -> Assignment:
    """The assignment in ``folder``, or every problem with its place, and exit status 3."""
    with staff_errors():
        return loader.load(folder)


def frozen_answers(assignment: Assignment) -> Answers:
    """The frozen answers beside the assignment."""
    with staff_errors():
        return load_answers(Path(assignment.folder) / loader.ANSWERS_NAME, assignment)


def fresh_answers(assignment: Assignment) -> Answers:
    """The frozen answers, or exit status 3 when they are not those of what stands beside them now."""
    answers = frozen_answers(assignment)
    stale = stale_sentence(assignment, answers)
    if stale:
        stop(stale, STAFF_SIDE_BROKEN)
    return answers


def stale_sentence(assignment: Assignment, answers: Answers) -> str:
    """What has changed since the answers were frozen, and what to do; empty when nothing has."""
    names = changed(assignment, answers)
    if not names:
        return ""
    path = Path(assignment.folder) / loader.ANSWERS_NAME
    return f"{path} is stale: changed since it was frozen: {some(names)}. Run `autograder freeze`."


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def refuse_unknown(assignment: Assignment, only: Iterable[str]) -> None:
    """End the command when a name is no question or check, and say which there are, and which is nearest."""
    known = {question.id for question in assignment.questions} | {check.id for check in assignment.checks}
    for name in only:
        if name not in known:
            said = f"{name!r} is no question or check of this assignment; {_names_there(assignment, name)}"
            stop(f"{said}.{nearest(name, known)}", BAD_USAGE)


def _names_there(assignment: Assignment, name: str) -> str:
    """The checks of the question that a name begins with; else the questions."""
    for question in assignment.questions:
        if question.id == name.partition(".")[0].casefold():
            return f"the checks of {question.id} are {', '.join(check.id for check in question.checks)}"
    return f"its questions are {', '.join(question.id for question in assignment.questions)}"


def only_case(assignment: Assignment, answers: Answers, only: Sequence[str], deck: int, case: str) -> Answers:
    """The answers with only the case of that name in the one check that ``only`` names; all of them without a name."""
    if not case:
        return answers
    named = [check for check in assignment.checks if list(only) == [check.id]]
    if not named:
        stop("--case runs one case of one check: name that check, and nothing else.", BAD_USAGE)
    if named[0].kind == "leaderboard":
        ranked = named[0].options.of
        stop(f"{named[0].id} has no cases of its own; name the check that it ranks, {ranked}.", BAD_USAGE)
    try:
        return one_case(answers, named[0], deck, case)
    except NoSuchCaseError as error:
        stop(str(error), BAD_USAGE)


@contextmanager
def staff_errors() -> Iterator[None]:
    """Errors that have a sentence end the command with it, and with the status that tells whose turn it is."""
    try:
        yield
    except AutograderError as error:
        stop(str(error), error.exit_status)


def stop(message: str, status: int) -> NoReturn:
    """Say why on standard error and exit."""
    click.echo(message, err=True)
    sys.exit(status)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error while work goes on; silent where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total, title: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns: list[Any] = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[title]}"),
    ]
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, title="")
        yield lambda done, total, title: bar.update(task, completed=done, total=total, title=title[:60])
