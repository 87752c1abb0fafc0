"""The framework's shape: few helpers that are called once, functions that fit in a glance,
and nothing in between rooms.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import autograder

HOME = Path(autograder.__file__).parent
CALLED_ONCE = 15
"""The most private functions that are used in one place, in a thousand lines; the aim is fifteen."""
LONG = 25
"""Lines that forty-nine of fifty functions stay under."""

FILES = {path: path.read_text(encoding="utf-8") for path in HOME.rglob("*.py") if "templates" not in path.parts}
TREES = {path: ast.parse(text) for path, text in FILES.items()}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def used_once(tree: ast.AST) -> list[str]:
    """The module's private functions and methods whose name stands in one place besides its definition."""
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    attributes = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    uses = Counter(names + attributes)
    private = {one.name for one in functions(tree) if one.name.startswith("_") and not one.name.startswith("__")}
    return sorted(name for name in private if uses[name] == 1)


def test_few_private_helpers_are_used_in_one_place_only() -> None:
    helpers = {path: found for path, tree in TREES.items() if (found := used_once(tree))}
    lines = sum(text.count("\n") for text in FILES.values())
    most = sorted(helpers.items(), key=lambda item: -len(item[1]))[:5]
    figure = 1000 * sum(map(len, helpers.values())) / lines
    assert figure <= CALLED_ONCE, [f"{path.relative_to(HOME)}: {', '.join(names)}" for path, names in most]


def test_forty_nine_of_fifty_functions_fit_in_a_glance() -> None:
    lengths = [node.end_lineno - node.lineno + 1 for tree in TREES.values() for node in functions(tree)]
    long = sum(length >= LONG for length in lengths)
    assert long <= len(lengths) / 50, f"{long} of {len(lengths)} functions have {LONG} lines or more"


def test_no_two_modules_define_a_public_class_of_the_same_name() -> None:
    classes = [node.name for tree in TREES.values() for node in tree.body if isinstance(node, ast.ClassDef)]
    repeated = {name for name, count in Counter(classes).items() if count > 1 and not name.startswith("_")}
    assert repeated == {"CommandLine"}  # what each command was given
