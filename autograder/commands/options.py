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

assignment_option = click.option(
    "--assignment",
    "folder",
    type=click.Path(path_type=Path),
    default="solution",
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


def target_option(default: str, purpose: str) -> Decorator[Any]:
    """``--to``: where to write."""
    return click.option(
        "--to", "target", type=click.Path(path_type=Path), default=default, show_default=True, help=purpose
    )


def metadata_option(purpose: str) -> Decorator[Any]:
    """``--metadata``: a submission_metadata.json."""
    kind = click.Path(path_type=Path, exists=True, dir_okay=False)
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
