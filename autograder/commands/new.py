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


@click.command(short_help="Start another assignment.")
@click.argument("target", type=click.Path(path_type=Path))
def command(target: Path) -> None:
    """Write a small assignment that grades, proves and bundles as it is into the new folder TARGET."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        stop(f"{target} exists and is not an empty folder; name a new one.", BAD_USAGE)
    shutil.copytree(TEMPLATE, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    click.echo(NEXT.format(target=target, made=MADE / target.resolve().name))
