"""The code in a handout's source: which blocks there are, and running them in order, as a reader would."""

from __future__ import annotations

import doctest
import re
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]+)\n(?P<code>.*?)^(?P=indent)```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its classes, its code, and the line of the source that it starts on."""

    language: str
    classes: tuple[str, ...]
    code: str
    line: int


def blocks(source: Path, language: str) -> list[Block]:
    """Every block of ``language``, in order, those included that the page does not show."""
    text = source.read_text(encoding="utf-8")
    found = [_block(match, text) for match in BLOCK.finditer(text)]
    return [block for block in found if block.language == language]


def _block(match: re.Match[str], text: str) -> Block:
    language, *classes = re.findall(r"[\w-]+", match["info"])
    code = re.sub(rf"^{match['indent']}", "", match["code"], flags=re.M)
    return Block(language, tuple(classes), code, text.count("\n", 0, match.start()) + 2)


def run(block: Block, names: dict[str, object], file: str) -> list[str]:
    """Runs one block among ``names``, which it adds to; returns what came out otherwise than the page says."""
    if ">>>" not in block.code:
        exec(compile(block.code, f"{file}:{block.line}", "exec"), names)
        return []
    test = doctest.DocTestParser().get_doctest(block.code, names, file, file, block.line - 1)
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    return said
