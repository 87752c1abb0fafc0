"""Every command in a handout exists, with these options, and names questions and checks that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from autograder.cli import main

from .conftest import HANDOUTS, NAMES, ROOT
from .snippets import blocks

INLINE = re.compile(r"`((?:python -m autograder|make) [^`]+)`")
OTHERS = ("python3 -m venv .venv", "source .venv/bin/activate", "python -m pip install", "python warmup.py")


def commands(name: str) -> list[str]:
    """Every command line of a handout, in its console blocks and in its prose."""
    source = HANDOUTS / f"{name}.md"
    shown = [line[2:] for block in blocks(source, "console") for line in block.code.splitlines() if line.startswith("$ ")]
    return shown + INLINE.findall(source.read_text(encoding="utf-8"))


ALL = [(name, line) for name in NAMES for line in commands(name)]


@pytest.mark.parametrize(("name", "line"), ALL, ids=[f"{name}: {line}" for name, line in ALL])
def test_a_command_in_a_handout_exists_with_its_options(name: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    if words[:1] == ["make"]:
        assert re.search(rf"^(.* )?{re.escape(words[1])}( .*)?:", (ROOT / "Makefile").read_text(), re.M)
    elif "autograder" in words:
        understood(words[words.index("autograder") + 1:])
    else:
        assert line.startswith(OTHERS)


def understood(words: list[str]) -> None:
    """Lets click parse the words; it raises a UsageError where it does not know one."""
    if words == ["--help"]:
        return
    context = click.Context(main)
    command = main.get_command(context, words[0])
    assert command is not None, f"there is no command {words[0]}"
    if "--help" not in words:
        command.make_parser(click.Context(command)).parse_args(list(words[1:]))
    for word in words[1:]:
        if re.fullmatch(r"q\d+(\.\w+)?", word):
            assert word in ids(), f"{word} is no question or check"


def ids() -> set[str]:
    spec = yaml.safe_load((ROOT / "solution" / "assignment.yaml").read_text(encoding="utf-8"))
    return {question["id"] for question in spec["questions"]} | {
        check["id"] for question in spec["questions"] for check in question["checks"]
    }


def test_a_path_of_the_project_that_a_handout_names_exists() -> None:
    for name in ("staff", "gradescope"):
        text = (HANDOUTS / f"{name}.md").read_text(encoding="utf-8")
        for path in re.findall(r"`((?:autograder|solution|tests|handouts)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), f"{name}.md names {path}"


def test_the_sources_are_all_there() -> None:
    assert {path.stem for path in HANDOUTS.glob("*.md")} >= set(NAMES)
    assert all(Path(HANDOUTS / f"{name}.md").stat().st_size for name in NAMES)
