"""Remove from a text what can trick its reader: escape sequences and invisible characters. Newline and tab stay."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of characters without a shape: controls, formats (directions, joiners, tags), lone surrogates,
private and unassigned characters, and separators of lines and paragraphs."""

ESCAPES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z\\\\-_])")
"""The sequences that a terminal reads as commands."""


def sanitized(text: str, instead: str = "") -> str:
    """The text with ``instead`` for every invisible character, no escape sequences, and every line end as a newline."""
    lines = ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if lines.replace("\n", "").replace("\t", "").isprintable():
        return lines
    return "".join(
        instead if character not in "\n\t" and unicodedata.category(character) in INVISIBLE else character
        for character in lines
    )
