"""``autograder preview``: a results.json as students and staff see it, and its problems."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from autograder.commands.loading import frozen_answers, load_assignment
from autograder.commands.options import GivenPath, assignment_option
from autograder.gradescope.preview.lint import Secrets, lint
from autograder.gradescope.preview.page import page
from autograder.gradescope.preview.secrets import secrets_of
from autograder.gradescope.preview.views import views
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import counted


@click.command(short_help="Show what students and staff see of a results.json.")
@click.argument("results", type=GivenPath(exists=True, dir_okay=False))
@assignment_option
@click.option(
    "--total-points", type=float, help="What the assignment is worth on Gradescope (default: the assignment's)."
)
@click.option("--to", "target", type=GivenPath(), help="The page to write (default: beside RESULTS).")
def command(results: Path, folder: Path, total_points: float | None, target: Path | None) -> None:
    """Write a page that shows RESULTS as students and staff see them.

    It has four views: a student's before the due date, after it and after publishing, and staff's.

    What is wrong is named: NaN, fields that the format does not have, a total that does not match, output that is too
    long, an expected number of a hidden check that students could read. Tests that hide the total are noticed. Without
    the assignment's folder, only what needs it is left out.

    Exit status: 0 when nothing is wrong, 1 when something is, 2 for bad usage.
    """
    raw = results.read_bytes()
    secrets: Secrets = {}
    staff = StaffFolder(folder)
    if staff.spec.exists():
        assignment = load_assignment(folder)
        secrets = secrets_of(assignment, frozen_answers(staff, assignment))
        worth = sum(question.points for question in assignment.questions if not question.optional)
        total_points = worth if total_points is None else total_points
    issues = lint(raw, total_points, secrets)
    target = target or results.with_suffix(".html")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        data = None
    shown = views(data if isinstance(data, dict) else {})
    target.write_text(page(f"Preview of {results.name}", shown, issues), encoding="utf-8")
    for issue in issues:
        click.echo(f"{'wrong' if issue.level == 'wrong' else 'note '}  {issue.message}")
    click.echo(f"{target}: {counted(len(issues), 'issue') if issues else 'nothing is wrong'}.")
    sys.exit(1 if any(issue.level == "wrong" for issue in issues) else 0)
