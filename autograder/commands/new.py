"""``autograder new``: a small assignment that works at once, as a start for another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from autograder.commands.errors import BAD_USAGE, stop

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "new"
NEXT = """{target}: a small assignment of three checks, logistic regression. It works as it is:
  python -m autograder freeze --assignment {target}
  python -m autograder grade {target} --assignment {target}
  python -m autograder prove --assignment {target}
  python -m autograder release --assignment {target} --to {made}/assignment --zip {made}/assignment.zip
  python -m autograder bundle --assignment {target} --to {made}/autograder.zip
Then change assignment.yaml, logistic.py, probes/, prompts/, cases/, mistakes/ and variants/ into your own."""
MADE = Path("dist")
"""Everything made from an assignment goes into a folder of its own in here, so that it overwrites no other one."""


WORKFLOW = TEMPLATE.parent / "github" / "autograder.yml"
PLACE = Path(".github", "workflows", "autograder.yml")
WRITTEN = """{path}: the public checks run at every push, and the step's summary, annotations and GitHub Classroom say
how they stand. Commit it beside what `release` wrote, with requirements.txt and kit/.
Students can edit this file and everything else in their repository: what it reports is a self-check, not a grade."""


@click.command(short_help="Start another assignment.")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--github", is_flag=True, help="Write a workflow for GitHub into the students' repository TARGET instead."
)
def command(target: Path, github: bool) -> None:
    """Write a small assignment that grades, proves and bundles as it is into the new folder TARGET."""
    if github:
        path = target / PLACE
        if path.exists():
            stop(f"{path} exists already; delete it first, or edit it.", BAD_USAGE)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(WORKFLOW, path)
        click.echo(WRITTEN.format(path=path))
        return
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        stop(f"{target} exists and is not an empty folder; name a new one.", BAD_USAGE)
    shutil.copytree(TEMPLATE, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    click.echo(NEXT.format(target=target, made=MADE / target.resolve().name))
