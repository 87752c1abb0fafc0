"""The code on a page: which blocks there are, and running one among names, as a reader would who types it in.

The doors are `blocks` and `run`. A block of the class ``check`` is code like the others and is not shown: it computes
what the text states.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from collections.abc import Collection
from dataclasses import dataclass

BLOCK = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]+)\n(?P<code>.*?)^(?P=indent)```$\n?", re.M | re.S)
UNSEEN = "check"
ELSEWHERE = ("torch", "jax")
"""Classes of blocks that need a framework, which only the tests run."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, classes and attributes, its code, and the line of the source that it starts on."""

    language: str
    info: str
    code: str
    line: int

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(re.findall(r"\.([\w-]+)", re.sub(r'"[^"]*"', "", self.info)))[1:]

    def attribute(self, name: str) -> str:
        """What stands for ``name="..."`` in its head; empty where it is not there."""
        found = re.search(rf'\b{name}="([^"]*)"', self.info)
        return found[1] if found else ""


def blocks(text: str, language: str) -> list[Block]:
    """Every block of ``language`` in a source, in order."""
    found = [_block(match, text) for match in BLOCK.finditer(text)]
    return [block for block in found if block.language == language]


def alone(text: str, frameworks: Collection[str] = ()) -> list[Block]:
    """The blocks of Python to run, those that need a framework only with it; a part of some other file is not run."""
    found = [block for block in blocks(text, "python") if not block.attribute("into")]
    return [block for block in found if set(ELSEWHERE) & set(block.classes) <= set(frameworks)]


def _block(match: re.Match[str], text: str) -> Block:
    [language] = re.findall(r"[\w-]+", match["info"])[:1]
    code = re.sub(rf"^{match['indent']}", "", match["code"], flags=re.M)
    return Block(language, match["info"], code, text.count("\n", 0, match.start()) + 2)


def shown(text: str) -> str:
    """The source without the blocks that are not shown."""
    return BLOCK.sub(lambda match: "" if UNSEEN in _block(match, text).classes else match[0], text)


def run(block: Block, names: dict[str, object], file: str) -> list[str]:
    """Runs one block among ``names``, which it adds to; returns what came out otherwise than the page says."""
    if ">>>" not in block.code:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(block.code, f"{file}:{block.line}", "exec"), names)
        return []
    test = doctest.DocTestParser().get_doctest(block.code, names, file, file, block.line - 1)
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    return said
