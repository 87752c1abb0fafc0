"""Text in a table that a spreadsheet may open."""

from __future__ import annotations

from autograder.text.sanitize import sanitized

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""How a cell begins that some spreadsheet takes for a formula."""


def harmless(cell: str) -> str:
    """The text of a cell that no spreadsheet runs: an apostrophe stands before what would be a formula."""
    text = sanitized(cell, "?")
    return f"'{text}" if text.lstrip(" ").startswith(RUNS) else text
