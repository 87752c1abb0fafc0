"""Remove from a text whatever can trick its reader: escape sequences and invisible characters. Newline and tab stay."""

from __future__ import annotations

import re

CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters, invisible and direction-changing ones, lone surrogates."""

ESCAPES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z\\\\-_])")
"""The sequences that a terminal reads as commands."""


def sanitized(text: str, instead: str = "") -> str:
    """The text with ``instead`` for every invisible character, no escape sequences, and every line end as a newline."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return CHARACTERS.sub(instead, ESCAPES.sub("", lines))
