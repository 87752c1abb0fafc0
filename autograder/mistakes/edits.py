"""One edit to one file of the reference, as staff write it.

It replaces a piece of text, whole lines, or a function's marked body.
"""

from __future__ import annotations

import ast
import textwrap

from pydantic import Field, model_validator

from autograder.spec.markers import END, blocks
from autograder.spec.reading import SettingsTable
from autograder.text.python_source import parse_quietly

EDIT_KEYS = ("file", "within", "replace", "with")


class Edit(SettingsTable):
    """Replace some text of a file, or the whole marked body of a function, by another text.

    ``within`` is the qualified name of the function to look in. Whole lines are compared without their common
    indentation, and the new lines are indented like the old ones.
    """

    file: str
    within: str = ""
    find: str = Field("", alias="replace")
    text: str = Field(alias="with")

    @model_validator(mode="after")
    def _finds_something(self) -> Edit:
        if not self.find and not self.within:
            raise ValueError("name the text to replace, or the function `within` whose body is replaced")
        if self.find.isspace():
            raise ValueError("the text to replace is blank; give a line that can be read")
        return self

    def apply(self, source: str) -> str:
        """``source`` with the edit made; raises `ValueError` with a sentence where the edit does not fit."""
        first, last = _span(source, self.within)
        lines = source.splitlines(keepends=True)
        inside = "".join(lines[first:last])
        if not self.find:
            inside = self._with_new_body(inside)
        elif "\n" in self.find.strip("\n") or "\n" in self.text.strip("\n"):
            inside = self._with_new_lines(inside)
        else:
            self._must_occur_once(inside.count(self.find))
            inside = inside.replace(self.find, self.text)
        return "".join([*lines[:first], inside, *lines[last:]])

    def _with_new_body(self, inside: str) -> str:
        lines = inside.splitlines(keepends=True)
        found = list(blocks(lines))
        if len(found) != 1:
            raise ValueError(
                f"{self.within} holds {len(found)} marked blocks, expected one whose body can be replaced."
            )
        [block] = found
        body = _indented_like(lines[block.begin], self.text)
        return "".join([*lines[: block.begin + 1], body, *lines[block.end :]])

    def _with_new_lines(self, inside: str) -> str:
        wanted = [line.rstrip() for line in textwrap.dedent(self.find).strip("\n").splitlines()]
        lines = inside.splitlines(keepends=True)
        starts = []
        for start in range(len(lines) - len(wanted) + 1):
            found = textwrap.dedent("".join(lines[start : start + len(wanted)])).splitlines()
            if [line.rstrip() for line in found] == wanted:
                starts.append(start)
        self._must_occur_once(len(starts))
        [start] = starts
        return "".join([*lines[:start], _indented_like(lines[start], self.text), *lines[start + len(wanted) :]])

    def _must_occur_once(self, count: int) -> None:
        more = f"stands {count} times in {self.within}" if self.within else f"is there {count} times"
        found = f"{more}; give more of it" + ("" if self.within else ", or name the function with `within`")
        if count == 0:
            found = "is not there"
        if count != 1:
            raise ValueError(f"the text to replace {found}: {self.find.strip().splitlines()[0]!r}.")


def _span(source: str, within: str) -> tuple[int, int]:
    """The half-open range of lines of a function or class, its closing marker included; all lines if none is named."""
    lines = source.splitlines()
    if not within:
        return 0, len(lines)
    nodes: list[ast.AST] = [parse_quietly(source)]
    for part in within.split("."):
        nodes = [
            child
            for node in nodes
            for child in ast.iter_child_nodes(node)
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)) and child.name == part
        ]
    if not nodes:
        raise ValueError(f"there is no function {within}.")
    node = nodes[0]
    assert isinstance(node, (ast.FunctionDef, ast.ClassDef))
    last = node.end_lineno or node.lineno
    # A closing marker below the last statement is a comment, which the parser does not count as the function's.
    return node.lineno - 1, last + 1 if last < len(lines) and lines[last].strip() == END else last


def _indented_like(line: str, text: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.indent(textwrap.dedent(text).strip("\n") + "\n", indent)
