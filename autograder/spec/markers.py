"""The markers around the code that students write: ``# BEGIN SOLUTION q4`` … ``# END SOLUTION``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BEGIN = re.compile(r"# BEGIN SOLUTION ([a-z][a-z0-9_]*)\Z")
END = "# END SOLUTION"


@dataclass(frozen=True)
class Block:
    """A marked block: the indices of its two marker lines, counted from 0, and the question it belongs to."""

    begin: int
    end: int
    question: str


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Every block of a text whose markers are in order."""
    begin, question = 0, ""
    for number, line in enumerate(lines):
        if found := BEGIN.match(line.strip()):
            begin, question = number, found.group(1)
        elif line.strip() == END:
            yield Block(begin, number, question)
