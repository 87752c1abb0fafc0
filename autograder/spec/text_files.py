"""The text of a file that staff wrote, or the place of what keeps it from being text."""

from __future__ import annotations

from pathlib import Path

from autograder.spec.errors import StaffTextError


def read(path: Path) -> str:
    """The text of a file. Raises `StaffTextError` with the place of the first byte that is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        before = path.read_bytes()[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise StaffTextError(
            f"{path}:{line}:{column}: the character here is not written in UTF-8; save the file as UTF-8."
        ) from None
