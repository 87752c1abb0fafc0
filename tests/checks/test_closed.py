"""What others must know of a kind of check is a hook of `Kind`: outside checks/ nobody asks for a kind's name."""

from __future__ import annotations

import ast
import functools
from dataclasses import fields
from pathlib import Path

import pytest

import autograder
from autograder.checks import ENTRIES, KINDS

HOME = Path(autograder.__file__).parent
OWN = {field.name for entry in ENTRIES.values() for field in fields(entry.options)}


@functools.cache
def nodes_outside_checks() -> list[tuple[str, ast.AST]]:
    """The nodes that may ask for something, and where they stand."""
    found = []
    for path in sorted(HOME.rglob("*.py")):
        place = path.relative_to(HOME)
        if place.parts[0] not in ("checks", "templates"):
            asking = (ast.Match, ast.Compare, ast.Call)
            nodes = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, asking)]
            found += [(f"{place}:{node.lineno}", node) for node in nodes]
    return found


def is_kind(node: ast.AST) -> bool:
    """Whether an expression is the kind of a check: ``check.kind``, ``data["kind"]``, ``data.get("kind")``,
    ``kind``.
    """
    if isinstance(node, ast.Attribute) and node.attr == "kind":
        return not (isinstance(node.value, ast.Attribute) and node.value.attr == "dtype")
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == "kind"
    if isinstance(node, ast.Call):
        called = isinstance(node.func, ast.Attribute) and node.func.attr == "get"
        return called and any(isinstance(word, ast.Constant) and word.value == "kind" for word in node.args)
    return isinstance(node, ast.Name) and node.id == "kind"


def compares_a_kind(node: ast.AST) -> bool:
    if isinstance(node, ast.Match):
        return is_kind(node.subject)
    if not isinstance(node, ast.Compare):
        return False
    sides = (node.left, *node.comparators)
    words = {one.value for side in sides for one in ast.walk(side) if isinstance(one, ast.Constant)}
    return any(map(is_kind, sides)) and not words.isdisjoint(ENTRIES)


def asks_for_a_setting(node: ast.AST) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("getattr", "hasattr")
    return named and any(isinstance(word, ast.Constant) and word.value in OWN for word in node.args)


def test_the_name_of_a_kind_is_compared_nowhere_else() -> None:
    assert [place for place, node in nodes_outside_checks() if compares_a_kind(node)] == []


def test_nobody_asks_whether_a_check_has_some_kinds_setting() -> None:
    assert [place for place, node in nodes_outside_checks() if asks_for_a_setting(node)] == []


@pytest.mark.parametrize(
    "text",
    ["check.kind == 'law'", "written.get('kind') != 'leaderboard'", "data['kind'] in {'law'}", "kind in ('law',)"],
)
def test_a_comparison_would_be_found(text: str) -> None:
    assert compares_a_kind(ast.parse(text, mode="eval").body)


def test_a_setting_that_is_asked_for_would_be_found() -> None:
    assert asks_for_a_setting(ast.parse("getattr(check.options, 'forward', '')", mode="eval").body)
    assert not compares_a_kind(ast.parse("array.dtype.kind in 'fc'", mode="eval").body)


def test_a_leaderboard_is_no_kind() -> None:
    assert set(ENTRIES) - set(KINDS) == {"leaderboard"}
