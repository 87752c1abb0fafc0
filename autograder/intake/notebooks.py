"""A notebook's code cells, read from its JSON: format 4 and the older format 3, in Python alone."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.intake.files import MAX_NOTEBOOK_BYTES, IntakeError
from autograder.intake.names import shown
from autograder.text.python_source import parse_quietly

MAX_CELLS = 2000
MAX_CODE = 1 << 17
"""How many letters of code may be read from notebooks: Python's tree of it takes a few hundred times their memory."""
MAX_PARTS, MAX_ENTRIES = 100_000, 500_000
"""How many tables and lists a notebook may have, and how many commas: they may take 200 bytes and 80 each."""
MAX_MEMORY = 5 * MAX_NOTEBOOK_BYTES // 2
"""How many bytes its text may take: with a letter of the rarest kind, each letter takes four."""
FORMATS = (3, 4)
DEFINES = re.compile(r"^(?:def|class) \w", re.MULTILINE)
PYTHON = re.compile(r"i?python[0-9.]*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """A code cell, or a cell of text that defines something. ``number`` is its place in the notebook, all text cells
    counted too, from 1.
    """

    notebook: str
    number: int
    source: str
    is_code: bool = True


def read_cells(name: str, data: bytes) -> list[Cell]:
    """A notebook's cells with code, in order. Raises `IntakeError` with a sentence when it is none, or not Python's."""
    try:
        tree = _tree(name, data)
    except (ValueError, RecursionError):
        raise IntakeError(f"{shown(name)} is not a notebook: it is not JSON. Save it again in Jupyter.") from None
    if not isinstance(tree, dict) or not isinstance(tree.get("nbformat"), int):
        raise IntakeError(f"{shown(name)} is not a notebook: it does not say its format. Save it again in Jupyter.")
    if tree["nbformat"] not in FORMATS:
        raise IntakeError(
            f"{shown(name)} is a notebook of format {tree['nbformat']}, which is not read; "
            "open it in Jupyter and save it again, which makes it format 4."
        )
    if language := _foreign_language(tree):
        raise IntakeError(f"{shown(name)} is a notebook in {shown(language)}, not in Python.")
    rows = list(_rows(tree))
    if len(rows) > MAX_CELLS:
        raise IntakeError(f"{shown(name)} has more than {MAX_CELLS} cells; hand in your own notebook alone.")
    cells = [
        Cell(shown(name), number, source, is_code)
        for number, row in enumerate(rows, start=1)
        if (source := _source(row)).strip() and ((is_code := row.get("cell_type") == "code") or _is_python(source))
    ]
    if sum(len(cell.source) for cell in cells) > MAX_CODE:
        raise IntakeError(f"The code in {shown(name)} is larger than {MAX_CODE >> 10} KiB, so it was not read.")
    return cells


def _is_python(text: str) -> bool:
    """Whether a text that is no code cell is Python that defines something."""
    if not DEFINES.search(text):
        return False
    try:
        return any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in parse_quietly(text).body)
    except SyntaxError:
        return False


def _tree(name: str, data: bytes) -> Any:
    """What the JSON says, if it takes little enough memory."""
    text = data.decode("utf-8-sig")
    parts, entries = data.count(b"{") + data.count(b"["), data.count(b",")
    if parts > MAX_PARTS or entries > MAX_ENTRIES or sys.getsizeof(text) > MAX_MEMORY:
        raise IntakeError(f"{shown(name)} holds too much output to be read; clear all outputs and save it again.")
    return json.loads(text)


def _foreign_language(tree: dict[str, Any]) -> str:
    """The language of another kernel than Python's; empty for Python, and where nothing is said."""
    metadata = tree.get("metadata")
    for table, key in (("language_info", "name"), ("kernelspec", "language")):
        section = metadata.get(table) if isinstance(metadata, dict) else None
        language = section.get(key) if isinstance(section, dict) else None
        if isinstance(language, str):
            return "" if PYTHON.match(language) else language
    return ""


def _rows(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Cells of every type. Format 3 keeps them in worksheets."""
    sheets = [tree] if tree["nbformat"] == 4 else tree.get("worksheets")
    for sheet in sheets if isinstance(sheets, list) else []:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        yield from (cell for cell in (cells if isinstance(cells, list) else []) if isinstance(cell, dict))


def _source(cell: dict[str, Any]) -> str:
    """A cell's text, which may be split into lines; format 3 calls it input."""
    written = cell.get("source", cell.get("input", ""))
    lines = written if isinstance(written, list) else [written]
    lines = [line for line in lines if isinstance(line, str)]
    ends = any(line.endswith("\n") for line in lines[:-1])  # a few programs write lines without their ends
    text = ("" if ends else "\n").join(lines)
    return text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
