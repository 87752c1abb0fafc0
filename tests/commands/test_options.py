"""What every command's options and arguments have in common."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from autograder.cli import COMMANDS, main
from autograder.commands.options import GivenPath
from tests.support.warm import run


def every_command() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())


def test_every_path_is_one_that_may_not_be_empty() -> None:
    paths = [(name, param) for name, each in every_command() for param in each.params if param.type.name in
             ("path", "file", "directory")]  # fmt: skip
    assert len(paths) > 40
    assert [(name, param.name) for name, param in paths if not isinstance(param.type, GivenPath)] == []


@pytest.mark.parametrize("words", [["grade", ""], ["release", "--to", ""], ["check", "--folder", ""]])
def test_an_empty_path_is_refused_and_is_never_this_folder(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2 and "the path is empty." in done.stderr
