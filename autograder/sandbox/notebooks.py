"""Where an error stands in the notebook that a file was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from autograder.records import Error
from autograder.text import cells


def in_its_notebook(error: Error, files: Mapping[str, bytes]) -> Error:
    """The error with its place in the notebook that its file was made from, if it was made from one."""

    def origin(file: str, line: int) -> tuple[str, int] | None:
        text = files.get(file, b"").decode("utf-8-sig", "replace") if line else ""
        return cells.origin(text.split("\n"), line) if cells.MARK_START in text else None

    place = origin(error.file, error.line)
    if place is None:
        return error
    where = f"{place[0]}, line {place[1]}"
    return replace(error, place=where, traceback=cells.relocated(error.traceback, origin))
