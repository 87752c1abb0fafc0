"""Every piece of code in a handout runs, and gives what the page says it gives."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from autograder.gradescope.metadata import metadata

from .conftest import WRITTEN

pytest.importorskip("jinja2", reason="the handouts' own code is read by what fills them in, which needs Jinja2")

from press import code, fill
from press.code import Block

pytestmark = pytest.mark.slow


def said_otherwise(wanted: list[Block]) -> list[str]:
    """What came out otherwise than printed when these blocks are run in order."""
    names: dict[str, object] = {}
    return [line for block in wanted for line in code.run(block, names, "page")]


def snippets_in(text: str, frameworks: tuple[str, ...] = ()) -> list[Block]:
    """What a reader sees and can type in."""
    return [block for block in code.alone(text, frameworks) if code.UNSEEN not in block.classes]


def test_the_code_in_a_handout_gives_what_the_page_says(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert said_otherwise(code.alone(text)) == []


def test_a_reader_who_types_in_what_is_shown_needs_nothing_else(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert said_otherwise(snippets_in(text)) == []


def test_the_metadata_that_is_shown_is_read_as_late_with_an_extension() -> None:
    [block] = code.blocks((WRITTEN / "gradescope.md").read_text(encoding="utf-8"), "json")
    info = metadata(json.loads(block.code))
    assert info.created and info.due and info.created > info.due
    assert (info.due_source, info.members) == ("your own due date on the platform", (("ada@example.edu",),))


@pytest.mark.parametrize("framework", code.ELSEWHERE)
def test_a_framework_gives_the_numbers_of_the_students_own_gates(framework: str) -> None:
    if importlib.util.find_spec(framework) is None:
        pytest.skip(f"{framework} is not installed")
    text = (WRITTEN / "frameworks.md").read_text(encoding="utf-8")
    blocks = code.alone(text, (framework,))
    assert sum(framework in block.classes for block in blocks) >= 4
    assert said_otherwise(blocks) == []


def test_a_wrong_number_in_a_snippet_is_noticed_and_there_is_no_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\n>>> 1 + 1\n3\n\n```\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="Expected"):
        fill.fill(page)


def test_a_name_that_is_filled_in_has_one_value(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nx = 300.5\n```\n<< x >>\n\n```python\nx = 2.5\n```\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"page.md:7: x is filled in somewhere, and gets a second value here"):
        fill.fill(page)


def test_a_name_of_the_assignment_is_not_given_another_meaning(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\ntotal = 3\n```\n<< total >>\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="total is filled in, and the page's code gives that name another meaning"):
        fill.fill(page)
