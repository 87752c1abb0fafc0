"""What README, CONTRIBUTING and the framework's map say is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest
import yaml

from autograder import cli
from tests.support.places import ROOT, SOLUTION
from tests.test_imports import STOREY

MAP = ROOT / "autograder" / "README.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", MAP]
PLACE = re.compile(r"`((?:autograder|solution|tests|handouts)/[\w./-]+|[a-z]+/(?:[a-z_]+\.py)?)`")


def rows(heading: str) -> list[str]:
    """The first cell of each row of the table below a heading of the map."""
    part = MAP.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [row.split("|")[1].strip(" `") for row in part.splitlines() if row.startswith("| ")][1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_place_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [place for place in PLACE.findall(text) if not place.endswith("answers.npz")]
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert named
    missing = [place for place in named if not (ROOT / place).exists() and not (MAP.parent / place).exists()]
    assert missing == [] and [link for link in links if not (page.parent / link).exists()] == []


def test_the_map_lists_the_rooms_in_the_order_in_which_they_import() -> None:
    listed = rows("The rooms")
    rooms = {path.parent.name for path in MAP.parent.glob("*/__init__.py")}
    assert sorted(listed) == sorted(rooms)
    assert [STOREY[room] for room in listed] == sorted((STOREY[room] for room in listed), reverse=True)


def test_the_glossary_is_short_and_in_order() -> None:
    words = rows("Words")
    assert words == sorted(words) and 10 < len(words) <= 25


def test_the_readme_claims_no_more_than_there_is() -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    claimed = [int(number) for number in re.findall(r"ore than (\d+)", text)]
    documents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (SOLUTION / "mistakes").glob("*.yaml")]
    attacks = len(list((ROOT / "tests" / "hostile" / "corpus").glob("*.py")))
    variants = len([path for path in (ROOT / "tests" / "variants").iterdir() if path.is_dir()])
    there = [attacks, sum(len(document["mistakes"]) for document in documents), variants]
    assert len(claimed) == len(there)
    pairs = list(zip(there, claimed, strict=True))
    assert all(0.8 * number < claim < number for number, claim in pairs), there


def test_every_python_that_the_project_promises_has_a_run_of_its_own() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    promised = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == promised


def test_every_package_that_everybody_installs_has_its_reason_in_the_readme() -> None:
    metadata = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    reasons = (ROOT / "README.md").read_text(encoding="utf-8").split("## Dependencies")[1]
    [needed] = re.findall(r"^dependencies = \[(.*)\]$", metadata, re.M)
    assert [name for name in re.findall(r'"([a-z]+)', needed) if name not in reasons] == []


def helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """A command's name and help, or those of each of its own commands."""
    if isinstance(command, click.Group):
        for inner, one in command.commands.items():
            yield from helps(one, f"{name} {inner}")
    else:
        yield name, command.help or ""


def test_a_command_that_may_fail_says_its_exit_statuses() -> None:
    found = [(name, import_module(f"autograder.commands.{name}").command) for name in cli.COMMANDS]
    told = dict(pair for name, command in found for pair in helps(command, name))
    silent = {name for name, text in told.items() if "Exit status" not in text}
    assert len(told) > 15 and silent <= {"diff", "new", "schema", "contest schedule"}  # none of them runs anything


def test_every_command_is_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Commands")[1].split("\n## ")[0]
    assert set(cli.COMMANDS) == set(re.findall(r"`([a-z]+)", "".join(re.findall(r"^\| (`[^|]*)\|", table, re.M))))
