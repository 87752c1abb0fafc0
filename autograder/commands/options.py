"""Options that several commands share, and a way to pass many parameters as one value."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Any, TypeVar

import click

Line = TypeVar("Line")
Function = TypeVar("Function", bound=Callable[..., Any])
Decorator = Callable[[Function], Function]


class GivenPath(click.Path):
    """A path on a command line. An empty path is refused: it comes from a shell's variable that nobody has set."""

    def __init__(self, **conditions: bool) -> None:
        super().__init__(path_type=Path, **conditions)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or an error with the option's name."""
        if value == "":
            self.fail("the path is empty.", param, ctx)
        return super().convert(value, param, ctx)


assignment_option = click.option(
    "--assignment",
    "folder",
    type=GivenPath(),
    default="solution",
    show_default=True,
    help="The folder with assignment.yaml.",
)

cache_option = click.option(
    "--cache",
    type=GivenPath(),
    default=".prove-cache",
    show_default=True,
    help="The folder that remembers what was run before.",
)


def target_option(default: str, purpose: str) -> Decorator[Any]:
    """``--to``: where to write."""
    return click.option("--to", "target", type=GivenPath(), default=default, show_default=True, help=purpose)


def metadata_option(purpose: str) -> Decorator[Any]:
    """``--metadata``: a submission_metadata.json."""
    kind = GivenPath(exists=True, dir_okay=False)
    return click.option("--metadata", "metadata_path", type=kind, help=purpose)


def dirty_option(purpose: str) -> Decorator[Any]:
    """``--dirty``: go on although not everything is committed."""
    return click.option("--dirty", is_flag=True, help=purpose)


def as_one(kind: Callable[..., Line]) -> Callable[[Callable[[Line], None]], Callable[..., None]]:
    """Pass a command's parameters as one value of the dataclass ``kind``, whose fields have their names."""

    def decorate(command: Callable[[Line], None]) -> Callable[..., None]:
        def callback(**parameters: Any) -> None:
            command(kind(**parameters))

        return update_wrapper(callback, command)

    return decorate
