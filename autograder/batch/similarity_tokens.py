"""Python as a row of tokens that renaming, reformatting and comments do not change.

Names become one letter; attributes and numpy's own name stay, because they say what is computed. A file that is no
valid Python has tokens as well, and every version of Python finds the same ones.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.text.sanitize import sanitized

NAME, OWN, TEXT = "N", "A", "S"
"""What stands for a name, for an attribute of the student's own objects, and for a string."""

KEPT = frozenset({*keyword.kwlist, "np", "numpy"})
TOKEN = re.compile(
    r"""(?P<gap>[ \t\f\r\n]+|\#[^\n]*|\\\r?\n)
      |(?P<text>(?:\b[rbfuRBFU]{1,2})?(?:'{3}(?:\\.|[^\\])*?(?:'{3}|\Z)|"{3}(?:\\.|[^\\])*?(?:"{3}|\Z)
                                      |'(?:\\.|[^\\'\n])*'?|"(?:\\.|[^\\"\n])*"?))
      |(?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?\w*)
      |(?P<name>\w+)
      |(?P<sign>\*\*=|//=|>>=|<<=|\.\.\.|\*\*|//|>>|<<|->|:=|[-+*/%@&|^=!<>]=|.)""",
    re.VERBOSE | re.DOTALL,
)
CLOSING = frozenset(")]}")


@dataclass(frozen=True)
class Tokens:
    """A file's tokens: what each stands for, and where it begins and ends in the text."""

    kinds: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def text_of(data: bytes) -> str:
    """A file's text, safe to show; bytes that are no UTF-8 are replaced: the other lines are still worth comparing."""
    return sanitized(data.decode("utf-8-sig", errors="replace"), instead="\ufffd")


def tokens(text: str) -> Tokens:
    """The tokens of a file, without comments, docstrings, commas before a closing bracket, and line ends."""
    kinds: list[str] = []
    spans: list[tuple[int, int]] = []
    starts_line, depth = True, 0
    for match in TOKEN.finditer(text):
        group, word = match.lastgroup, match.group()
        if group == "gap":
            starts_line = starts_line or (depth == 0 and "\n" in word and not word.startswith("\\"))
            continue
        if group == "text" and starts_line:
            continue  # a docstring, or a comment that is written as a string
        depth += (word in "([{") - (word in CLOSING) if group == "sign" else 0
        if word in CLOSING and kinds and kinds[-1] == ",":
            kinds.pop()
            spans.pop()
        if group == "text":
            word = TEXT
        elif group == "name" and word not in KEPT:
            word = _name(word, kinds, text, spans)
        kinds.append(word)
        spans.append(match.span())
        starts_line = False
    return Tokens(tuple(kinds), tuple(spans))


def _name(word: str, kinds: Sequence[str], text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A name is a name; an attribute keeps its own, unless it belongs to ``self``, where a copier may rename it."""
    if not kinds or kinds[-1] != ".":
        return NAME
    return OWN if len(spans) > 1 and text[slice(*spans[-2])] == "self" else word
