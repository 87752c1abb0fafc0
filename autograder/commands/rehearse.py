"""``autograder rehearse``: the bundle on this machine, as Gradescope would run it."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from autograder.commands.errors import STAFF_SIDE_BROKEN, stop, stop_on_error
from autograder.commands.options import GivenPath, as_one, metadata_option
from autograder.commands.signals import stop_with, uninterrupted
from autograder.gradescope.rehearse.container import PLACES, Container, unavailable_reason
from autograder.gradescope.rehearse.limits import GRADESCOPE, Machine
from autograder.gradescope.rehearse.platform import METADATA, Rehearsal, image_of, read_metadata, run
from autograder.writers.text import plain

STOPPED = "The rehearsal was stopped from outside before it was done."


@dataclass(frozen=True)
class CommandLine:
    """The command's parameters, by name."""

    bundle: Path
    submissions: tuple[Path, ...]
    metadata_path: Path | None
    memory: int
    cpus: float
    timeout: float
    prefix: Path | None
    keep: Path | None


@click.command(short_help="Run autograder.zip on a submission here as Gradescope would.")
@click.argument("bundle", type=GivenPath(exists=True, dir_okay=False))
@click.argument("submissions", nargs=-1, required=True, type=GivenPath(exists=True))
@metadata_option("A submission_metadata.json to hand over (default: that of a student who is on time).")
@click.option("--memory", default=GRADESCOPE.memory_mb, show_default=True, help="MB of memory, as set on Gradescope.")
@click.option("--cpus", default=GRADESCOPE.processors, show_default=True, help="Processors, as set on Gradescope.")
@click.option("--timeout", default=GRADESCOPE.seconds, show_default=True, help="Seconds, as set on Gradescope.")
@click.option(
    "--python",
    "prefix",
    type=GivenPath(exists=True, file_okay=False),
    help="Where another Python is installed, such as the 3.10 of Ubuntu 22.04 (default: this machine's /usr).",
)
@click.option("--keep", type=GivenPath(), help="A folder for results.json and stdout of every submission.")
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Run BUNDLE on each submission as Gradescope would.

    It is unpacked into /autograder/source of a fresh root; setup.sh runs once, run_autograder for each submission.

    Nothing of this machine is visible in there but /usr and /etc, read-only. setup.sh has a network, run_autograder has
    none; it runs as root with the rights of a container, under the memory, processor and time limits. What it writes is
    checked against the schema of the documented format. Needs root, or a machine that allows user namespaces.

    Exit status: 0 when every submission got valid results; 2 for bad usage; 3 when something failed.
    """
    if reason := unavailable_reason():
        stop(reason, STAFF_SIDE_BROKEN)
    with stop_on_error(), stop_with(STOPPED, STAFF_SIDE_BROKEN):
        metadata = METADATA if line.metadata_path is None else read_metadata(line.metadata_path)
        with _workspace() as folder:
            valid = _rehearse(line, metadata, folder)
    sys.exit(0 if valid else STAFF_SIDE_BROKEN)


@contextmanager
def _workspace() -> Iterator[Path]:
    """A temporary folder for the containers, which is removed even after a signal to stop."""
    folder = Path(tempfile.mkdtemp(prefix="autograder-rehearsal-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        with uninterrupted():
            shutil.rmtree(folder, ignore_errors=True)


def _rehearse(line: CommandLine, metadata: Mapping[str, Any], folder: Path) -> bool:
    """Build the image, run it on every submission, and return whether all results are valid."""
    container = Container(folder / "image", network=True)
    if line.prefix is not None:
        prefix = str(line.prefix.resolve())
        container = Container(folder / "image", (prefix,), True, {"PATH": f"{prefix}/bin:{PLACES}"})
    image = image_of(line.bundle, container)
    click.echo(f"setup.sh took {image.seconds:.0f} s.\n{_indented(image.printed)}")
    machine = Machine(line.memory, line.cpus, line.timeout)
    valid = True
    for number, (path, name) in enumerate(zip(line.submissions, _names(line.submissions), strict=True)):
        rehearsal = run(image, path, folder / str(number), metadata, machine)
        if line.keep is not None:
            _keep(rehearsal, line.keep / name)
        click.echo(f"\n{path}: {rehearsal.seconds:.0f} s, {rehearsal.limits}.\n{_indented(rehearsal.printed)}")
        score = "no score" if rehearsal.results is None else f"score {rehearsal.results.get('score')}"
        click.echo(f"{path}: {score}; " + ("\n".join(rehearsal.problems) or "results.json is valid."))
        valid = valid and not rehearsal.problems
    return valid


def _names(paths: Sequence[Path]) -> list[str]:
    """A name for each submission: its file name, numbered where two are the same."""
    stems = [path.resolve().stem for path in paths]
    return [stem if stems.count(stem) == 1 else f"{number}-{stem}" for number, stem in enumerate(stems, start=1)]


def _keep(rehearsal: Rehearsal, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stdout").write_text(rehearsal.printed, encoding="utf-8")
    if rehearsal.results is not None:
        (folder / "results.json").write_text(json.dumps(rehearsal.results, indent=1) + "\n", encoding="utf-8")


def _indented(text: str) -> str:
    return "\n".join(f"  | {line}" for line in plain(text, 100_000).splitlines())
