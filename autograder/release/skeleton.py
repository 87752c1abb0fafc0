"""The reference with its marked blocks taken out. The door is `skeleton`.

``# BEGIN SOLUTION q4`` … ``# END SOLUTION`` become ``raise NotImplementedError("q4: MultiplyGate.backward")``: those two
markers and no others, so a comment that only looks like one is refused instead of leaking what it should have hidden.
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

LOOKS_LIKE_ONE = re.compile(r"solution|\b(begin|end)\s+[sq]", re.IGNORECASE)


class SkeletonError(StaffError):
    """A reference file whose markers are not in order; one line for each problem, with file, line and column."""


@dataclass(frozen=True)
class _Marker:
    line: int
    column: int
    question: str
    """The question of a BEGIN; empty for an END."""


@dataclass(frozen=True)
class _Block:
    """A marked block: the lines of its two markers, its indent, and what stands there in the skeleton."""

    begin: int
    end: int
    indent: int
    stub: str


def skeleton(name: str, source: str, questions: Sequence[str]) -> str:
    """The skeleton of one file. Raises `SkeletonError` with every problem found."""
    problems: list[str] = []
    markers = list(_markers(name, source, problems))
    blocks = list(_blocks(name, source, markers, questions, problems))
    if problems:
        raise SkeletonError("\n".join(problems))
    lines = _without(source, blocks)
    text = "".join(line for _, line in lines)
    _verify(name, source, text, [number for number, _ in lines])
    return text


def _markers(name: str, source: str, problems: list[str]) -> Iterator[_Marker]:
    """Every marker in order; other comments with such words are problems."""
    for token in _tokens(name, source):
        if token.type != tokenize.COMMENT:
            continue
        (line, column), begin = token.start, BEGIN.match(token.string)
        own_line = token.line.strip() == token.string
        if (begin or token.string == END) and own_line:
            yield _Marker(line, column, begin.group(1) if begin else "")
        elif LOOKS_LIKE_ONE.search(token.string):
            problems.append(
                f"{name}:{line}:{column + 1}: this comment looks like a marker and is none; a marker stands on its own line, "
                f"as `# BEGIN SOLUTION q4` or `{END}`, and no other comment may use these words."
            )


def _tokens(name: str, source: str) -> list[tokenize.TokenInfo]:
    """The tokens of a file that parses."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise SkeletonError(f"{name}:{error.lineno or 1}:{error.offset or 1}: {error.msg}.") from error
    return list(tokenize.generate_tokens(io.StringIO(source).readline))


def _blocks(
    name: str, source: str, markers: Sequence[_Marker], questions: Sequence[str], problems: list[str]
) -> Iterator[_Block]:
    def complain(marker: _Marker, message: str) -> None:
        problems.append(f"{name}:{marker.line}:{marker.column + 1}: {message}")

    for marker, following in pairwise([*markers, None]):
        assert marker is not None
        if marker.question and (following is None or following.question):
            complain(marker, f"this block has no `{END}` before the next block or the end of the file.")
    for before, marker in pairwise([None, *markers]):
        assert marker is not None
        if marker.question:
            if marker.question not in questions:
                complain(marker, f"{marker.question} is no question; the questions are {', '.join(questions)}.")
            continue
        if before is None or not before.question:
            complain(marker, "this END has no BEGIN.")
        elif before.column != marker.column:
            complain(marker, f"this END is indented by {marker.column}, its BEGIN by {before.column}.")
        else:
            function = _function_around(source, before.line)
            if function is None:
                complain(before, "a block must be the body of a function, below its docstring.")
            else:
                yield _Block(before.line, marker.line, before.column, f"{before.question}: {function}")


def _function_around(source: str, begin: int) -> str | None:
    """The qualified name of the function whose body the block is, or None."""

    def search(node: ast.AST, path: tuple[str, ...]) -> str | None:
        for child in ast.iter_child_nodes(node):
            if (
                isinstance(child, (ast.FunctionDef, ast.ClassDef))
                and child.lineno <= begin <= (child.end_lineno or 0) + 1
            ):
                if isinstance(child, ast.ClassDef):
                    return search(child, (*path, child.name))
                return ".".join((*path, child.name))
        return None

    return search(ast.parse(source), ())


def _without(source: str, blocks: Sequence[_Block]) -> list[tuple[int, str]]:
    """The skeleton's lines, each with the line of the reference that it stands for."""
    lines = list(enumerate(source.splitlines(keepends=True), start=1))
    for block in reversed(blocks):
        stub = f'{" " * block.indent}raise NotImplementedError("{block.stub}")\n'
        lines[block.begin - 1 : block.end] = [(block.begin, stub)]
    return lines


def _verify(name: str, source: str, text: str, numbers: Sequence[int]) -> None:
    """The skeleton parses, and every signature and docstring is the reference's."""
    try:
        got = _interface(ast.parse(text))
    except SyntaxError as error:
        line = numbers[min(error.lineno or 1, len(numbers)) - 1]
        raise SkeletonError(f"{name}:{line}:{error.offset}: the skeleton does not parse: {error.msg}.") from error
    for path, (line, expected) in _interface(ast.parse(source)).items():
        if got.get(path, (0, None))[1] != expected:
            raise SkeletonError(f"{name}:{line}:1: {path} has another signature or docstring in the skeleton.")


def _interface(tree: ast.Module) -> dict[str, tuple[int, str]]:
    """Signature and docstring of every function and class, by qualified name; functions inside functions are bodies."""
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
