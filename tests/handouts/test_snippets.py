"""Every piece of code in a handout runs, and gives what the page says it gives."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from .conftest import HANDOUTS
from .snippets import Block, blocks, run

FRAMEWORKS = ("torch", "jax")


def said_otherwise(source: Path, frameworks: tuple[str, ...]) -> list[str]:
    """What came out otherwise than printed when all blocks that need no other framework are run in order."""
    names: dict[str, object] = {}
    wanted = [block for block in blocks(source, "python") if needed(block) <= set(frameworks)]
    return [line for block in wanted for line in run(block, names, source.name)]


def needed(block: Block) -> set[str]:
    return {name for name in FRAMEWORKS if name in block.classes}


def test_the_code_in_a_handout_gives_what_the_page_says(source: Path) -> None:
    assert said_otherwise(source, ()) == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_framework_gives_the_numbers_of_the_students_own_gates(framework: str) -> None:
    if importlib.util.find_spec(framework) is None:
        pytest.skip(f"{framework} is not installed")
    assert said_otherwise(HANDOUTS / "frameworks.md", (framework,)) == []


def test_a_wrong_number_on_a_page_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\n>>> 1 + 1\n3\n\n```\n", encoding="utf-8")
    assert "Expected" in "".join(said_otherwise(page, ()))
