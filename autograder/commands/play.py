"""``autograder play``: watch the network that you wrote learn, in a page or once in the terminal."""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path

import click

from autograder.commands.errors import BAD_USAGE, stop, stop_on_error
from autograder.commands.options import GivenPath, as_one
from autograder.commands.progress import progress_bar
from autograder.playground.folder import StudentFolder
from autograder.playground.process import StudentProcess
from autograder.writers import terminal
from autograder.writers.files import write_whole

NEEDS = (
    "The page needs three packages that are not installed (there is no {name}): "
    "run `python -m pip install starlette uvicorn websockets`. `play --once` works without them."
)
OPEN = "The playground is at {address}\nIt reads your files again whenever you save one. Ctrl-C ends it."
REMOTE = (
    "If this is another machine than the one with your browser, run this there, and open the address there:\n"
    "  ssh -L {port}:127.0.0.1:{port} {user}@{host}"
)


@dataclass(frozen=True)
class CommandLine:
    """What the command was called with."""

    folder: Path
    once: str
    epochs: int
    png: Path | None
    settings: str
    port: int
    no_open: bool


@click.command(short_help="Watch the network you wrote learn.")
@click.option("--folder", type=GivenPath(), default=".", help="Where your files are (default: here).")
@click.option("--once", metavar="DATA", default="", help="Train once on circle, xor, gauss, spiral, digits or points.")
@click.option("--epochs", type=click.IntRange(1, 10_000), default=200, show_default=True, help="With --once: how long.")
@click.option("--png", type=GivenPath(dir_okay=False), help="With --once: the picture's file.")
@click.option("--settings", default="{}", metavar="JSON", help='With --once: such as {"layers": [8, 8], "alpha": 0.1}.')
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="The page's port (default: 8188, or a free one)."
)
@click.option(
    "--no-open",
    is_flag=True,
    help="Open no browser, as without a display; print how to see the page from another machine.",
)
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Open a page in which the network that you wrote trains before your eyes.

    Your files are read again whenever you save one. With --once, the network trains without a page: the terminal shows
    what it learned, and --png writes it as a picture.

    Exit status: 0 when the page was left or the training is done, 2 for bad usage or a network that cannot train.
    """
    with stop_on_error():
        folder = StudentFolder(line.folder)
        if line.once or line.png:
            _train_once(folder, line)
        else:
            _open_page(folder, line)


def _open_page(folder: StudentFolder, line: CommandLine) -> None:
    try:
        from autograder.playground import server
    except ModuleNotFoundError as error:
        stop(NEEDS.format(name=error.name), BAD_USAGE)

    entrance = server.open_entrance(line.port)

    def ready() -> None:
        click.echo(OPEN.format(address=entrance.address))
        if line.no_open or not has_display():
            click.echo(REMOTE.format(port=entrance.port, user=getpass.getuser(), host=socket.gethostname()))
        else:
            webbrowser.open(entrance.address)

    server.serve(folder, entrance, ready)


def has_display() -> bool:
    """Whether this machine can show a browser: a text browser in this terminal would not draw the page."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _train_once(folder: StudentFolder, line: CommandLine) -> None:
    from autograder.playground import once, picture
    from autograder.playground.terminal import drawn, in_letters

    process = StudentProcess(folder.files(), folder.adapter)
    try:
        settings = {**once.advised(process, line.once or "spiral"), **_settings(line.settings)}
        with progress_bar("training") as progress:
            history = once.once(process, settings, line.epochs, lambda done: progress(done, line.epochs, "training"))
    finally:
        process.end()
    console = terminal.console()
    console.print(drawn(history) if console.color_system else in_letters(history))
    console.print(picture.title(history))
    if line.png:
        write_whole(line.png, picture.picture(history))
        console.print(f"{line.png}: the boundary and the curves.", soft_wrap=True)


def _settings(text: str) -> dict[str, object]:
    try:
        table = json.loads(text)
    except ValueError as error:
        raise click.BadParameter(f"this is no JSON: {error}", param_hint="--settings") from None
    if not isinstance(table, dict):
        raise click.BadParameter('write a table, such as {"alpha": 0.1}', param_hint="--settings")
    return table
