"""The framework's own texts are about any assignment: none names a file or a word of the one in this repository."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.spec import loader
from tests.support.places import ROOT, SOLUTION

FILES = [name for name in loader.load(SOLUTION).files if name != "bot.py"]
PLAYS = ("playground", "play.py", "contest", "templates")
"""Rooms whose own words are these: a network is what is played with, and templates are assignments."""
SOURCES = [
    path
    for path in sorted((ROOT / "autograder").rglob("*.py"))
    if not {*PLAYS}.intersection(path.relative_to(ROOT).parts)
]


def texts(source: str) -> Iterator[str]:
    """Every text in a module but its docstrings."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "autograder")))
def test_no_text_of_the_framework_names_what_belongs_to_one_assignment(path: Path) -> None:
    for text in texts(path.read_text(encoding="utf-8")):
        assert not [word for word in FILES if word in text], text
