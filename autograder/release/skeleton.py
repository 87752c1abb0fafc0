"""The students' skeleton: the reference without its marked blocks.

``# BEGIN SOLUTION q4`` … ``# END SOLUTION`` become ``raise NotImplementedError("q4: MultiplyGate.backward")``. Only
these two markers count; a comment that merely looks like a marker is refused, because it could leak what it should
hide.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from autograder.errors import StaffError
from autograder.spec.markers import BEGIN, END
from autograder.text.python_source import located, parse_quietly

LOOKS_LIKE_A_MARKER = re.compile(r"solution|\b(begin|end)\s+[sq]", re.IGNORECASE)


class SkeletonError(StaffError):
    """A reference file whose markers are not in order; one line for each problem, with file, line and column."""


@dataclass(frozen=True)
class _Marker:
    """Where a marker stands, and the question of a BEGIN; that of an END is empty."""

    line: int
    column: int
    question: str


@dataclass(frozen=True)
class _Problem:
    line: int
    column: int
    message: str


@dataclass(frozen=True)
class _Block:
    """A marked block: the lines of its two markers, its indent, and the message of its stub."""

    begin: int
    end: int
    indent: int
    stub: str


def skeleton(name: str, source: str, questions: Sequence[str]) -> str:
    """The skeleton of one file. Raises `SkeletonError` with every problem found."""
    try:
        tree = parse_quietly(source)
    except SyntaxError as error:
        raise SkeletonError(located(name, error)) from error
    found = list(_markers(source))
    markers = [marker for marker in found if isinstance(marker, _Marker)]
    made = list(_blocks(tree, markers, questions))
    problems = [problem for problem in (*found, *_without_end(markers), *made) if isinstance(problem, _Problem)]
    if problems:
        raise SkeletonError(
            "\n".join(f"{name}:{problem.line}:{problem.column + 1}: {problem.message}" for problem in problems)
        )
    lines = list(enumerate(source.splitlines(keepends=True), start=1))  # each with its number in the reference
    for block in reversed([block for block in made if isinstance(block, _Block)]):
        stub = f'{" " * block.indent}raise NotImplementedError("{block.stub}")\n'
        lines[block.begin - 1 : block.end] = [(block.begin, stub)]
    text = "".join(line for _, line in lines)
    _verify(name, source, text, [number for number, _ in lines])
    return text


def _markers(source: str) -> Iterator[_Marker | _Problem]:
    """Every marker in order, and a problem for any other comment that looks like a marker."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        (line, column), begin = token.start, BEGIN.match(token.string)
        if (begin or token.string == END) and token.line.strip() == token.string:
            yield _Marker(line, column, begin.group(1) if begin else "")
        elif LOOKS_LIKE_A_MARKER.search(token.string):
            message = (
                f"this comment looks like a marker but is not one. A marker stands on its own line, as "
                f"`# BEGIN SOLUTION q4` or `{END}`; no other comment may use these words."
            )
            yield _Problem(line, column, message)


def _without_end(markers: Sequence[_Marker]) -> Iterator[_Problem]:
    for marker, following in pairwise([*markers, None]):
        if marker and marker.question and (following is None or following.question):
            message = f"this block has no `{END}` before the next block or the end of the file."
            yield _Problem(marker.line, marker.column, message)


def _blocks(tree: ast.Module, markers: Sequence[_Marker], questions: Sequence[str]) -> Iterator[_Block | _Problem]:
    """Every pair of markers as a block, and a problem for each marker or pair that is wrong."""
    for before, marker in pairwise([None, *markers]):
        assert marker is not None
        if marker.question:
            if marker.question not in questions:
                message = f"{marker.question} is not a question; the questions are {', '.join(questions)}."
                yield _Problem(marker.line, marker.column, message)
        elif before is None or not before.question:
            yield _Problem(marker.line, marker.column, "this END has no BEGIN.")
        elif before.column != marker.column:
            message = f"this END is indented by {marker.column}, its BEGIN by {before.column}."
            yield _Problem(marker.line, marker.column, message)
        elif function := _function_around(tree, before.line):
            yield _Block(before.line, marker.line, before.column, f"{before.question}: {function}")
        else:
            message = "a block must be the body of a function, below its docstring."
            yield _Problem(before.line, before.column, message)


def _function_around(tree: ast.Module, line: int) -> str:
    """The qualified name of the function whose body holds this line; empty outside a function."""

    def search(node: ast.AST, path: tuple[str, ...]) -> str:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                continue
            if child.lineno <= line <= (child.end_lineno or 0) + 1:
                inner = (*path, child.name)
                return search(child, inner) if isinstance(child, ast.ClassDef) else ".".join(inner)
        return ""

    return search(tree, ())


def _verify(name: str, source: str, text: str, numbers: Sequence[int]) -> None:
    """Raise `SkeletonError` unless the skeleton parses, with every signature and docstring of the reference."""
    try:
        got = _interface(parse_quietly(text))
    except SyntaxError as error:
        line = numbers[min(error.lineno or 1, len(numbers)) - 1]
        raise SkeletonError(f"{name}:{line}:{error.offset}: the skeleton does not parse: {error.msg}.") from error
    for path, (line, expected) in _interface(parse_quietly(source)).items():
        if got.get(path, (0, None))[1] != expected:
            raise SkeletonError(f"{name}:{line}:1: {path} has another signature or docstring in the skeleton.")


def _interface(tree: ast.Module) -> dict[str, tuple[int, str]]:
    """Line, signature and docstring of every function and class, by qualified name, without nested functions."""
    found: dict[str, tuple[int, str]] = {}

    def visit(node: ast.AST, path: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                name = f"{path}{child.name}"
                signature = ast.unparse(child.args) if isinstance(child, ast.FunctionDef) else ""
                found[name] = (child.lineno, f"{signature}\n{ast.get_docstring(child, clean=False)}")
                if isinstance(child, ast.ClassDef):
                    visit(child, f"{name}.")

    visit(tree, "")
    return found
