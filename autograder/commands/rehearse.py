"""``autograder rehearse``: the bundle on this machine, as Gradescope would run it."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from autograder.commands.errors import BAD_USAGE, STAFF_SIDE_BROKEN, stop
from autograder.commands.signals import Terminated, terminable, uninterrupted
from autograder.gradescope.rehearse import container
from autograder.gradescope.rehearse.limits import Machine
from autograder.gradescope.rehearse.platform import METADATA, NoBundleError, Rehearsed, SetupFailedError, image_of, run
from autograder.writers.text import plain

STOPPED = "The rehearsal was stopped from outside before it was done."


@click.command(short_help="Run autograder.zip on a submission here as Gradescope would.")
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--metadata",
    "metadata_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A submission_metadata.json to hand over (default: one of a student in time).",
)
@click.option("--memory", default=768, show_default=True, help="MB of memory, as set on Gradescope.")
@click.option("--cpus", default=0.5, show_default=True, help="Processors, as set on Gradescope.")
@click.option("--timeout", default=600.0, show_default=True, help="Seconds, as set on Gradescope.")
@click.option(
    "--python",
    "prefix",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where another Python is installed, such as the 3.10 of Ubuntu 22.04 (default: this machine's /usr).",
)
@click.option(
    "--keep", type=click.Path(path_type=Path), help="A folder for results.json and stdout of every submission."
)
def command(
    bundle: Path,
    submissions: tuple[Path, ...],
    metadata_path: Path | None,
    memory: int,
    cpus: float,
    timeout: float,
    prefix: Path | None,
    keep: Path | None,
) -> None:
    """Unpack BUNDLE into /autograder/source of a fresh root, run its setup.sh, and then run_autograder on each submission.

    Nothing of this machine is visible in there but /usr and /etc, read-only. setup.sh has a network, run_autograder has
    none; it runs as root with the rights of a container, under the memory, processor and time limits. What it writes is
    held against the schema of the documented format. Needs root, or a machine that allows user namespaces.

    Exit status: 0 when every submission got valid results; 2 for bad usage; 3 when something failed.
    """
    why_not = container.why_not()
    if why_not:
        stop(why_not, STAFF_SIDE_BROKEN)
    metadata = _metadata(metadata_path)
    machine = Machine(memory, cpus, timeout)
    with terminable():
        try:
            done = _rehearsals(bundle, submissions, metadata, machine, prefix, keep)
        except (SetupFailedError, NoBundleError) as error:
            stop(str(error), STAFF_SIDE_BROKEN)
        except Terminated:
            stop(STOPPED, STAFF_SIDE_BROKEN)
    sys.exit(0 if all(done) else STAFF_SIDE_BROKEN)


def _rehearsals(
    bundle: Path,
    submissions: Sequence[Path],
    metadata: Mapping[str, Any],
    machine: Machine,
    prefix: Path | None,
    keep: Path | None,
) -> list[bool]:
    """Whether each submission went well; nothing of the rooms is left on the disk."""
    work = Path(tempfile.mkdtemp(prefix="autograder-rehearsal-"))
    try:
        work.chmod(0o755)
        shown = () if prefix is None else (str(prefix.resolve()),)
        environment = {} if prefix is None else {"PATH": f"{prefix.resolve()}/bin:{container.PLACES}"}
        image = image_of(bundle, work / "image", shown, environment)
        click.echo(f"setup.sh took {image.seconds:.0f} s.\n{_indented(image.printed)}")
        return [
            _rehearsed(run(image, path, work / str(n), metadata, machine), path, keep and keep / name)
            for n, (path, name) in enumerate(zip(submissions, _names(submissions), strict=True))
        ]
    finally:
        with uninterrupted():
            shutil.rmtree(work, ignore_errors=True)


def _metadata(path: Path | None) -> Mapping[str, Any]:
    if path is None:
        return METADATA
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        stop(f"{path} is not JSON: {error}.", BAD_USAGE)
    if not isinstance(data, dict):
        stop(f"{path} is no JSON object, such as Gradescope's submission_metadata.json is.", BAD_USAGE)
    return data


def _names(paths: Sequence[Path]) -> list[str]:
    """A name for each submission: its own, with its place in line where another has the same."""
    stems = [path.resolve().stem for path in paths]
    return [stem if stems.count(stem) == 1 else f"{number}-{stem}" for number, stem in enumerate(stems, start=1)]


def _rehearsed(found: Rehearsed, path: Path, keep: Path | None) -> bool:
    """Tell one submission's story, and say whether it went well."""
    if keep is not None:
        _keep(found, keep)
    click.echo(f"\n{path}: {found.seconds:.0f} s, {found.limits}.")
    click.echo(_indented(found.printed))
    score = "no score" if found.results is None else f"score {found.results.get('score')}"
    click.echo(f"{path}: {score}; " + ("results.json is valid." if not found.problems else "\n".join(found.problems)))
    return not found.problems


def _keep(found: Rehearsed, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stdout").write_text(found.printed, encoding="utf-8")
    if found.results is not None:
        (folder / "results.json").write_text(json.dumps(found.results, indent=1) + "\n", encoding="utf-8")


def _indented(text: str) -> str:
    return "\n".join(f"  | {line}" for line in plain(text, 100_000).splitlines())
