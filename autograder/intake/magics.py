"""What IPython adds to Python in a cell: cell magics, line magics, ``!`` and ``?``. Nothing of it is run here.

Python's own parser says which lines are no Python, so that a ``%`` or ``!`` inside a text or an expression stays.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from autograder.text.python_source import parse_quietly

PLAIN = frozenset({"time", "timeit", "capture", "prun"})
"""Cell magics whose cell is ordinary code."""
WRITING = frozenset({"writefile", "file"})
CELL_MAGIC = re.compile(r"\s*%%(\w+)([^\n]*)\n?")
LINE_MAGIC = re.compile(r"(\s*)(?:[%!?]|[\w.\[\], ]+=\s*[%!]|.*\?\s*$)")
SILENT = re.compile(r"\s*%(load_ext|reload_ext|autoreload|matplotlib|config|check)\b")
"""Magics that no function can miss."""
MOST = 200
"""How many lines of a cell may be none of Python's."""
MOST_PARSED = 1 << 19
"""How many letters may be parsed for that, of all cells together: a cell is parsed again for each such line."""


@dataclass(frozen=True)
class Magic:
    """A cell magic: its name, what stands behind the name, and the cell without it; its line is left empty."""

    name: str
    words: str
    body: str


@dataclass(frozen=True)
class Parsed:
    """A cell's Python with its magics replaced, line for line; ``magics`` counts those that somebody may miss.

    ``problem`` says why there is no tree, and ``rounds`` how often the cell was parsed.
    """

    text: str
    tree: ast.Module | None = None
    magics: int = 0
    problem: str = ""
    rounds: int = 1


def cell_magic(source: str) -> Magic | None:
    """The magic that a whole cell is given to; None for ordinary code."""
    found = CELL_MAGIC.match(source)
    if found is None:
        return None
    return Magic(found.group(1), found.group(2).strip(), "\n" * found.group().count("\n") + source[found.end() :])


def parsed(source: str, most: int = MOST) -> Parsed:
    """The cell's Python; a line that is none, and looks like a magic, becomes ``pass``, at most ``most`` of them."""
    lines, counted, rounds = source.split("\n"), 0, 0
    for rounds in range(1, most + 1):
        try:
            return Parsed("\n".join(lines), parse_quietly("\n".join(lines)), counted, rounds=rounds)
        except SyntaxError as error:
            if error.lineno is None:  # the cell as a whole, not a line of it
                break
            at = min(max(error.lineno - 1, 0), len(lines) - 1)
            line = LINE_MAGIC.match(lines[at])
            if line is None:
                return Parsed(source, problem=f"line {at + 1}: {error.msg}", rounds=rounds)
            counted += SILENT.match(lines[at]) is None
            while lines[at].endswith("\\") and at + 1 < len(lines):  # a command that goes on below
                lines[at] = f"{line.group(1)}pass"
                at += 1
            lines[at] = f"{line.group(1)}pass"
    return Parsed(source, problem="it cannot be read as Python", rounds=rounds)
