"""Sentences of ours, of the probes and of Python, with gaps, and how much of what stands in a gap may be told."""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from autograder.text.python_source import parse_quietly

UNTOLD = "…"
NAMES_TOLD, COUNTS_TOLD, OWN_TOLD = 2, 2, 1
DIGITS = frozenset("0123456789")
LONGEST = 600
"""A longer message is no sentence of ours."""


@dataclass(frozen=True)
class Sentence:
    """Fixed text around gaps."""

    parts: tuple[str, ...]

    def gaps(self, text: str) -> list[str] | None:
        """What fills the gaps if the text is this sentence: each gap ends where the next fixed part first begins."""
        first, *rest = self.parts
        if not rest:
            return [] if text == first else None
        end = len(text) - len(rest[-1])
        if not text.startswith(first) or not text.endswith(rest[-1]) or end < len(first):
            return None
        start, found = len(first), []
        for part in rest[:-1]:
            at = text.find(part, start, end)
            if at < 0:
                return None
            found.append(text[start:at])
            start = at + len(part)
        return [*found, text[start:end]]

    def filled(self, gaps: Iterable[str], words: Collection[str], own: Collection[str]) -> str:
        """The sentence with the first few words and digits of its gaps that are known, and a mark for the rest.

        What stands in a gap is a noun, perhaps with an article, perhaps with the names of what it is in before it.
        """
        left = {"name": NAMES_TOLD, "count": COUNTS_TOLD, "own": OWN_TOLD, "": 0}

        def gap(text: str) -> str:
            article = next((word for word in ("a ", "an ") if text.startswith(word)), "")
            outer, _, noun = text.removeprefix(article).rpartition(".")
            if outer and not outer.replace(".", "").isidentifier():
                noun = ""
            kind = "count" if noun in DIGITS else "name" if noun in words else "own" if noun in own else ""
            left[kind] -= 1
            if left[kind] < 0:
                return UNTOLD
            return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}" if article else noun

        first, *rest = self.parts
        return first + "".join(gap(text) + part for text, part in zip(gaps, rest, strict=True))

    def fillings(self, names: int, own: int) -> int:
        """In how many ways its gaps can be filled, each with a name, a digit, an own name or a mark."""
        gaps = len(self.parts) - 1
        return sum(
            math.comb(gaps, n) * math.comb(gaps - n, c) * math.comb(gaps - n - c, o) * names**n * 10**c * own**o
            for n in range(min(gaps, NAMES_TOLD) + 1)
            for c in range(min(gaps - n, COUNTS_TOLD) + 1)
            for o in range(min(gaps - n - c, OWN_TOLD) + 1)
        )


def told(message: str, sentences: Iterable[Sentence], words: Collection[str], own: Collection[str]) -> str:
    """The message as far as it may be told, if it is one of the sentences; else nothing."""
    if len(message) > LONGEST:
        return ""
    for sentence in sentences:
        gaps = sentence.gaps(message)
        if gaps is not None:
            return sentence.filled(gaps, words, own)
    return ""


def sentences_in(source: str) -> Iterator[Sentence]:
    """Every text in a module of ours or of staff's; what is computed is a gap in it."""
    nodes = list(ast.walk(parse_quietly(source)))
    formatted = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    within = {id(part) for text in formatted for part in text.values}
    for text in formatted:
        parts = [""]
        for value in text.values:
            if isinstance(value, ast.Constant):
                parts[-1] += str(value.value)
            else:
                parts.append("")
        yield Sentence(tuple(parts))
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            yield Sentence((node.value,))


def words_asked_for(source: str) -> Iterator[str]:
    """The names that a probe asks an object for, its arguments, and the short texts by which it names outputs."""
    for node in ast.walk(parse_quietly(source)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value
