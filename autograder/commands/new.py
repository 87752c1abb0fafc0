"""``autograder new``: a small assignment that works at once, as a start for another one."""

from __future__ import annotations

import shlex
import shutil
from contextlib import suppress
from pathlib import Path

import click

from autograder.commands import schema
from autograder.commands.errors import BAD_USAGE, stop
from autograder.commands.options import GivenPath
from autograder.release.git import GitError, uncommitted

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "new"
WORKFLOW = TEMPLATES.parent / "github" / "autograder.yml"
ABOUT = {
    "minimal": ("three checks of logistic regression", "logistic.py"),
    "numerical": ("a root, an integral and a law, with a rule for the text", "numerical.py"),
    "notebook": ("a straight line in a notebook, and predictions to hand in", "line.py, predictions.csv"),
}
"""What each template is about, and the files of its reference."""
NEXT = """{folder}: a small assignment, {about}. It works as it is:
  python -m autograder freeze --assignment {target}
  python -m autograder grade {target} --assignment {target}
  python -m autograder prove --assignment {target}
  python -m autograder release{dirty}{notebook} --assignment {target} --to {made}/assignment --zip {made}/assignment.zip
  python -m autograder bundle{dirty} --assignment {target} --to {made}/autograder.zip
{committed}Then change assignment.yaml, student_readme.md, {files}, {folders} into your own.
An editor with the YAML language server completes and checks assignment.yaml by {schema}."""
COMMITTED = "Once {target} is committed, leave out --dirty.\n"
MADE = Path("dist")
"""Everything made from an assignment goes into a folder of its own in here, so that it overwrites no other one."""
PLACE = Path(".github", "workflows", "autograder.yml")
WRITTEN = """{path}: the public checks run at every push, and the step's summary, annotations and GitHub Classroom say
how they stand. Commit it beside what `release` wrote, with requirements.txt and kit/.
Students can edit this file and everything else in their repository: what it reports is a self-check, not a grade."""


@click.command(short_help="Start another assignment.")
@click.argument("target", type=GivenPath())
@click.option("--from", "name", type=click.Choice(list(ABOUT)), default="minimal", show_default=True, help="The start.")
@click.option("--github", is_flag=True, help="Write a workflow for GitHub instead, into the repository TARGET.")
def command(target: Path, name: str, github: bool) -> None:
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
    shutil.copytree(TEMPLATES / name, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (target / schema.FILE).write_text(schema.text(), encoding="utf-8")
    dirty, (about, files) = "", ABOUT[name]
    own = sorted(f"{path.name}/" for path in target.iterdir() if path.is_dir())
    folders = f"{', '.join(own[:-1])} and {own[-1]}"
    with suppress(GitError):  # which `release` will tell
        dirty = " --dirty" if uncommitted(target, []) else ""
    quoted, made = (shlex.quote(str(path)) for path in (target, MADE / target.resolve().name))
    words = {"folders": folders, "folder": target, "target": quoted, "made": made, "about": about, "files": files}
    words |= {"dirty": dirty, "committed": COMMITTED.format(target=target) if dirty else ""}
    notebook = " --notebook" if name == "notebook" else ""
    click.echo(NEXT.format(**words, notebook=notebook, schema=schema.FILE))
